package cloud.dumont.instances.backup.store;

import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.Draft;
import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.history.Opening;
import cloud.dumont.agent.history.Registration;
import cloud.dumont.agent.history.Repository;
import cloud.dumont.agent.history.RepositoryConfig;
import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.instances.backup.store.collect.Holdings;
import cloud.dumont.instances.backup.store.collect.RegisteredCommit;
import cloud.dumont.instances.backup.store.collect.StoredRow;
import cloud.dumont.instances.backup.store.copy.CopyItem;
import cloud.dumont.instances.backup.store.key.KeyRing;
import cloud.dumont.instances.backup.store.key.KeySlots;
import cloud.dumont.instances.backup.store.reading.WorkspaceAccess;
import cloud.dumont.instances.backup.store.vault.Fence;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import cloud.dumont.instances.backup.store.vault.Vault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A machine whose real engine saves into the simulated store, and the platform's rows of it. */
public final class TestMachine implements AutoCloseable {
    public static final String ROOT = "u/usr_1/i/ins_1/";
    public static final String ID = "ins_1";
    public static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
    private static final RepositoryConfig CONFIG =
            new RepositoryConfig(32L << 20, 16L << 20, 2, 0, 1 << 16, 5, 48L << 20, Duration.ofHours(10));
    public final WorkspaceAccess access;
    public final Vault vault;
    private final TestR2 r2;
    private final Map<String, StoredRow> rows = new LinkedHashMap<>();
    private final Map<String, Long> firstSeq = new HashMap<>();
    private final List<Registration> registered = new ArrayList<>();
    private final List<CommitRef> collected = new ArrayList<>();
    private Repository repository;
    private Draft draft;
    private long epoch;

    public TestMachine(TestR2 r2) {
        this.r2 = r2;
        SecureRandom random = new SecureRandom();
        access = new WorkspaceAccess(ROOT, ID, cloud.dumont.instances.backup.store.key.WorkspaceKey.random(random));
        vault = new Vault(r2.store, new KeySlots(KeyRing.of("k1", Map.of("k1", new byte[32])), random));
        newBox();
    }

    /** The next epoch begins where the last registered commit was. */
    public void newBox() {
        close();
        epoch++;
        CommitRef tip = tip();
        vault.open(ROOT, ID, access.key(), new Fence(epoch, tip, OLD));
        List<cloud.dumont.agent.tree.CommitRef> chain = new ArrayList<>();
        for (int at = registered.size() - 1; at >= 0; at--) {
            chain.addFirst(registered.get(at).commit());
            if (registered.get(at).tree()) {
                break;
            }
        }
        try {
            repository = Repository.open(
                    new Opening(WorkspaceKey.of(access.key().reveal(), ID), epoch, chain),
                    new BoxStore(r2.store, r2.presigner(), ROOT, this::signed),
                    this::register,
                    CONFIG,
                    Thread.ofVirtual().factory());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        draft = repository.draft();
        folder("");
    }

    private synchronized void signed(String name, long size) {
        rows.put(name, new StoredRow(name, size, OLD, false));
    }

    private synchronized void register(Registration registration) {
        if (registered.stream().anyMatch(known -> known.commit().equals(registration.commit()))) {
            return;
        }
        registered.add(registration);
        long seq = registration.commit().seq();
        name(ObjectNames.commit(registration.commit().epoch(), seq), seq);
        registration
                .packs()
                .forEach(pack -> name(ObjectNames.pack(registration.commit().epoch(), pack), seq));
    }

    private void name(String name, long seq) {
        StoredRow row = rows.get(name);
        rows.put(name, new StoredRow(name, row.size(), row.signedAt(), true));
        firstSeq.put(name, seq);
    }

    public TestMachine folder(String path) {
        draft.upsert(new Entry.Directory(PathBytes.of(path), meta(0755)));
        return this;
    }

    public TestMachine file(String path, byte[] bytes) {
        return file(PathBytes.of(path), bytes);
    }

    /** Large files go into packs, small ones into the commit. */
    public TestMachine file(PathBytes path, byte[] bytes) {
        try (PackWriter packs = repository.packs(PackLimits.STANDARD)) {
            ContentWriter writer = repository.contents(packs);
            writer.begin(bytes.length > 20_000 ? packs : draft, bytes.length);
            for (int at = 0; at < bytes.length; ) {
                int step = Math.min(writer.room(), bytes.length - at);
                System.arraycopy(bytes, at, writer.window(), writer.position(), step);
                writer.filled(step);
                at += step;
            }
            Content content = writer.finish();
            packs.settle();
            draft.upsert(new Entry.File(path, meta(0644), false, 0, content, null));
            return this;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    public TestMachine link(String path, String target) {
        draft.upsert(new Entry.Symlink(PathBytes.of(path), meta(0777), target.getBytes()));
        return this;
    }

    public TestMachine remove(String path) {
        draft.remove(PathBytes.of(path));
        return this;
    }

    public CommitRef commit() {
        try {
            CommitOutcome outcome = repository.commit(draft, new Occasion(0, 0, 0, true, null));
            if (!(outcome instanceof CommitOutcome.Committed)) {
                throw new IllegalStateException(outcome.toString());
            }
            draft = repository.draft();
            return tip();
        } catch (InterruptedException | RuntimeException failed) {
            throw new IllegalStateException(failed);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    public CommitRef tip() {
        return registered.isEmpty() ? null : ref(registered.getLast().commit());
    }

    public List<CommitRef> commits() {
        return registered.stream().map(each -> ref(each.commit())).toList();
    }

    /** @param kept seqs that have not expired */
    public Holdings holdings(Set<Long> kept) {
        List<RegisteredCommit> commits = registered.stream()
                .filter(each -> !collected.contains(ref(each.commit())))
                .map(each -> new RegisteredCommit(
                        ref(each.commit()),
                        each.parent() == null ? null : ref(each.parent()),
                        each.tree(),
                        kept.contains(each.commit().seq())))
                .toList();
        return new Holdings(epoch, commits, List.copyOf(rows.values()));
    }

    public List<CopyItem> copyItems() {
        return firstSeq.entrySet().stream()
                .map(entry ->
                        new CopyItem(entry.getKey(), rows.get(entry.getKey()).size(), entry.getValue(), OLD))
                .toList();
    }

    public void collected(List<String> names) {
        names.forEach(name -> {
            rows.remove(name);
            firstSeq.remove(name);
            registered.stream()
                    .map(each -> ref(each.commit()))
                    .filter(ref -> ObjectNames.commit(ref.epoch(), ref.seq()).equals(name))
                    .forEach(collected::add);
        });
    }

    public Set<String> rowNames() {
        return Set.copyOf(rows.keySet());
    }

    private static Meta meta(int mode) {
        return new Meta(mode, 1000, 1001, new Moment(1_700_000_000, 5), List.of());
    }

    private static CommitRef ref(cloud.dumont.agent.tree.CommitRef ref) {
        return new CommitRef(ref.epoch(), ref.seq(), ref.hash().hex());
    }

    @Override
    public void close() {
        if (repository != null) {
            draft.close();
            repository.close();
        }
    }
}
