package cloud.dumont.agent.backup;

import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.restore.EarlierRound;
import cloud.dumont.agent.tree.CommitHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Remembers which version was put in place before the box took over. What is not remembered is read again. */
final class PreparedVersion {
    private static final System.Logger log = System.getLogger(PreparedVersion.class.getName());
    private static final String NOTE = "prepared";
    private static final String IDENTITIES = "prepared-identities-";
    private final StateFiles state;
    private final Path folder;

    /** @param folder where identities of files are kept */
    PreparedVersion(StateFiles state, Path folder) {
        this.state = state;
        this.folder = folder;
    }

    /** Where the identities of this version's files are to be kept. */
    Path identities(RestoreOrder order) {
        CommitRef tip = order.chain().getLast();
        return folder.resolve(IDENTITIES + tip.epoch() + "-" + tip.seq());
    }

    static String scope(RestoreOrder order) {
        CommitRef tip = order.chain().getLast();
        return "prepared " + tip.sha256();
    }

    void keep(RestoreOrder order) throws IOException {
        StringBuilder text = new StringBuilder();
        for (CommitRef ref : order.chain()) {
            text.append(ref.epoch())
                    .append(' ')
                    .append(ref.seq())
                    .append(' ')
                    .append(ref.sha256())
                    .append('\n');
        }
        state.write(NOTE, text.toString());
        deleteAllBut(identities(order));
    }

    Optional<EarlierRound> earlier() {
        try {
            List<CommitRef> chain = new ArrayList<>();
            for (String line : state.read(NOTE).orElse("").lines().toList()) {
                String[] words = line.split(" ");
                chain.add(new CommitRef(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
            }
            if (chain.isEmpty()) {
                return Optional.empty();
            }
            RestoreOrder order = new RestoreOrder("", chain, List.of(), "", false, false, null);
            return Optional.of(new EarlierRound(
                    chain.stream()
                            .map(it -> new cloud.dumont.agent.tree.CommitRef(
                                    it.epoch(), it.seq(), CommitHash.ofHex(it.sha256())))
                            .toList(),
                    identities(order),
                    scope(order)));
        } catch (IOException | RuntimeException e) {
            log.log(System.Logger.Level.WARNING, "what was put in place before is not known: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The box has taken over. */
    void forget() throws IOException {
        state.delete(NOTE);
        deleteAllBut(null);
    }

    private void deleteAllBut(@org.jspecify.annotations.Nullable Path kept) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(it -> it.getFileName().toString().startsWith(IDENTITIES))
                    .toList()) {
                if (!file.equals(kept)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
