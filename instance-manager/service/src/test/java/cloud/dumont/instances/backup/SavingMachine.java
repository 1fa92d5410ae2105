package cloud.dumont.instances.backup;

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
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.CommitAnswer;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.store.Body;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.CommitHash;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.test.web.servlet.MockMvc;

/** A machine whose real engine saves through the platform's agent plane. What it saves can be read back. */
public final class SavingMachine implements AutoCloseable {
    private static final RepositoryConfig CONFIG =
            new RepositoryConfig(32L << 20, 16L << 20, 2, 0, 1 << 16, 5, 48L << 20, Duration.ofHours(10));
    private final Box box;
    private final Repository repository;
    public final BackupOpened opened;
    private Draft draft;

    /** The box that serves the machine now begins to save. */
    public static SavingMachine on(SagaBench saga, MockMvc mvc, InstanceId machine) {
        return new SavingMachine(new BackupBench(saga, mvc).box(machine));
    }

    private SavingMachine(Box box) {
        this.box = box;
        this.opened = box.open();
        List<CommitRef> chain = opened.chain().stream().map(SavingMachine::ref).toList();
        try {
            byte[] key = java.util.Base64.getDecoder().decode(opened.key());
            repository = Repository.open(
                    new Opening(WorkspaceKey.of(key, opened.workspace()), box.epoch.value(), chain),
                    new Presigned(),
                    this::register,
                    CONFIG,
                    Thread.ofVirtual().factory());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        draft = repository.draft();
        folder("");
    }

    public SavingMachine folder(String path) {
        draft.upsert(new Entry.Directory(PathBytes.of(path), meta(0755)));
        return this;
    }

    public SavingMachine remove(String path) {
        draft.remove(PathBytes.of(path));
        return this;
    }

    /** Large files go into packs, small ones into the commit. */
    public SavingMachine file(String path, byte[] bytes) {
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
            draft.upsert(new Entry.File(PathBytes.of(path), meta(0644), false, 0, content, null));
            return this;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public SavingMachine commit() {
        try {
            CommitOutcome outcome = repository.commit(draft, new Occasion(0, 0, 0, true, null));
            if (!(outcome instanceof CommitOutcome.Committed)) {
                throw new AssertionError(outcome);
            }
            draft = repository.draft();
            return this;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void register(Registration commit) {
        CommitRequest request = new CommitRequest(
                box.epoch,
                commit.commit().seq(),
                commit.commit().hash().hex(),
                commit.size(),
                commit.parent() == null ? null : ref(commit.parent()),
                0,
                commit.packs(),
                commit.tree(),
                commit.complete(),
                commit.files(),
                commit.bytes(),
                commit.bytesNew(),
                null);
        box.say("commit", request).as(CommitAnswer.class);
    }

    public static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Meta meta(int mode) {
        return new Meta(mode, 1000, 1001, new Moment(1_700_000_000, 5), List.of());
    }

    private static cloud.dumont.agent.protocol.backup.CommitRef ref(CommitRef ref) {
        return new cloud.dumont.agent.protocol.backup.CommitRef(
                ref.epoch(), ref.seq(), ref.hash().hex());
    }

    private static CommitRef ref(cloud.dumont.agent.protocol.backup.CommitRef ref) {
        return new CommitRef(ref.epoch(), ref.seq(), CommitHash.ofHex(ref.sha256()));
    }

    @Override
    public void close() {
        draft.close();
        repository.close();
    }

    /** Announces an object that is never uploaded. */
    public void announce(long pack) {
        box.say("presign", box.puts(Map.of(box.name("p", pack), new byte[77])));
    }

    /** What the machine's agent says of itself in its beat. */
    public PlacementId placement() {
        return box.placement;
    }

    public long epoch() {
        return box.epoch.value();
    }

    /** These tests begin with nothing, so the engine only writes. */
    private final class Presigned implements ObjectStore {
        @Override
        public void put(String name, Body body) {
            try (InputStream in = body.open()) {
                box.put(Map.of(name, in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public InputStream get(String name, long offset, long length) throws StoreException {
            throw new StoreException.Missing(name);
        }

        @Override
        public Tail tail(String name, int length) throws StoreException {
            throw new StoreException.Missing(name);
        }

        @Override
        public List<Listed> list(String prefix, @Nullable String after) {
            return List.of();
        }
    }
}
