package cloud.dumont.restore.verify;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.content.Await;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.history.LoadedCommit;
import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.Part;
import cloud.dumont.restore.record.Piece;
import cloud.dumont.restore.tree.LostPage;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Finds out whether everything that a version needs is in the store, bit for bit, and whose bytes are not. */
public final class Verifier {
    private static final int PARALLEL = 6;

    private final Workspace workspace;

    public Verifier(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Reads the version's chain and tree, and then from end to end every container that it needs, or a share of them.
     *
     * @throws cloud.dumont.restore.container.DamagedException if a commit of the chain is damaged in more than contents, so that
     *     there is no tree to speak of
     */
    public VerifyReport verify(CommitRef version, Sample sample) throws IOException {
        Needs needs = new Needs();
        List<Damage> inCommits = new ArrayList<>();
        for (LoadedCommit loaded : workspace.commits().chainTo(version)) {
            needs.container(loaded.commit().ref().id());
            inCommits.addAll(loaded.lost());
        }
        Tree tree = workspace.treeAt(version);
        tree.pages().forEach(needs::piece);
        List<LostPage> lostPages = tree.forEachEntry(needs::entry);
        Tally tally = check(needs, sample);
        lostPages.forEach(page -> tally.damage(page.damage()));
        inCommits.forEach(tally::damage);
        List<LostFile> lostFiles = tally.lost.isEmpty() ? List.of() : lostFiles(tree, tally);
        return new VerifyReport(
                needs.containers().size(),
                tally.checked,
                tally.chunks,
                tally.bytes,
                List.copyOf(tally.damage),
                lostFiles,
                lostPages);
    }

    private static final class Tally {
        private final Map<ContainerId, ContainerCheck.Lost> lost = new HashMap<>();
        private final List<Damage> damage = new ArrayList<>();
        private int checked;
        private long chunks;
        private long bytes;

        void add(ContainerCheck.Outcome outcome) {
            checked++;
            chunks += outcome.chunks();
            bytes += outcome.bytes();
            outcome.damage().forEach(this::damage);
            if (outcome.lost().everything() || !outcome.lost().places().isEmpty()) {
                lost.put(outcome.id(), outcome.lost());
            }
        }

        void damage(Damage found) {
            if (!damage.contains(found)) {
                damage.add(found);
            }
        }

        Optional<Damage> lost(Content content) {
            for (Part part : content.parts()) {
                if (part instanceof Piece piece) {
                    Optional<Damage> reason = lost(piece);
                    if (reason.isPresent()) {
                        return reason;
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<Damage> lost(Piece piece) {
            ContainerCheck.Lost gone = lost.get(piece.container());
            if (gone == null) {
                return Optional.empty();
            }
            if (gone.everything()) {
                return Optional.of(gone.reasons().getFirst());
            }
            int at = Collections.binarySearch(gone.places(), PieceSet.place(piece.offset(), piece.size()));
            return at < 0 ? Optional.empty() : Optional.of(gone.reasons().get(at));
        }
    }

    private Tally check(Needs needs, Sample sample) throws IOException {
        Tally tally = new Tally();
        ArrayDeque<Future<ContainerCheck.Outcome>> running = new ArrayDeque<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
            for (Map.Entry<ContainerId, PieceSet> container : needs.containers().entrySet()) {
                if (sample.picks(container.getKey())) {
                    running.add(threads.submit(new ContainerCheck(
                            workspace.containers(),
                            container.getKey(),
                            container.getValue(),
                            workspace.chunks().hash())));
                }
                if (running.size() >= 2 * PARALLEL) {
                    tally.add(Await.result(running.remove()));
                }
            }
            while (!running.isEmpty()) {
                tally.add(Await.result(running.remove()));
            }
        } finally {
            running.forEach(check -> check.cancel(true));
        }
        return tally;
    }

    private static List<LostFile> lostFiles(Tree tree, Tally tally) throws IOException {
        List<LostFile> files = new ArrayList<>();
        tree.forEachEntry(entry -> {
            if (entry instanceof Entry.File file) {
                Optional<Damage> restored = tally.lost(file.content(false));
                Optional<Damage> newest = tally.lost(file.content(true));
                restored.or(() -> newest)
                        .ifPresent(reason -> files.add(new LostFile(file.path(), reason, restored.isEmpty())));
            }
        });
        return List.copyOf(files);
    }
}
