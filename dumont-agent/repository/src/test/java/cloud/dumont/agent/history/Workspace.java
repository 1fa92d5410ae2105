package cloud.dumont.agent.history;

import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.PieceReader;
import cloud.dumont.agent.pack.ChunkTarget;
import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.Part;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.tree.TreeTable;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A workspace for tests: opens repositories, writes files, reads commits back. */
public final class Workspace {
    public static final WorkspaceKey KEY = WorkspaceKey.of(filled(32, 7), "ws-test");
    public static final RepositoryConfig SMALL =
            new RepositoryConfig(64L << 20, 32L << 20, 2, 0, 4 << 20, 250, 48L << 20, Duration.ofMinutes(15));

    private Workspace() {}

    public static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    public static Repository open(ObjectStore store, FakeRegister register, long epoch, RepositoryConfig config)
            throws Exception {
        return Repository.open(
                new Opening(KEY, epoch, register.chain()),
                store,
                register,
                config,
                Thread.ofPlatform().daemon().factory());
    }

    static Repository openAnew(ObjectStore store, FakeRegister register, long epoch, RepositoryConfig config)
            throws Exception {
        return Repository.openAnew(
                new Opening(KEY, epoch, register.chain()),
                store,
                register,
                config,
                Thread.ofPlatform().daemon().factory());
    }

    public static Meta meta(long seconds) {
        return new Meta(0644, 1000, 1000, new Moment(seconds, 5), List.of());
    }

    public static Entry.Directory directory(String path) {
        return new Entry.Directory(PathBytes.of(path), new Meta(0755, 0, 0, new Moment(1, 0), List.of()));
    }

    public static Content write(ContentWriter writer, ChunkTarget target, byte[] bytes) throws Exception {
        writer.begin(target, bytes.length);
        for (int at = 0; at < bytes.length; ) {
            int step = Math.min(writer.room(), bytes.length - at);
            System.arraycopy(bytes, at, writer.window(), writer.position(), step);
            writer.filled(step);
            at += step;
        }
        return writer.finish();
    }

    public static Entry.File file(String path, Content content, long mtime) {
        return new Entry.File(PathBytes.of(path), meta(mtime), false, 0, content, null);
    }

    public static Occasion now(long millis) {
        return new Occasion(millis, millis, 0, true, null);
    }

    /** Whatever a commit's tree holds: file contents by path, other entries as null. */
    public static NavigableMap<String, byte[]> read(ObjectStore store, List<CommitRef> chain) throws Exception {
        ContainerSource source = new ContainerSource(store, KEY);
        NavigableMap<String, byte[]> files = new TreeMap<>();
        try (TreeTable tree = new TreeLoader(source).tree(chain);
                PieceReader reader = new PieceReader(source)) {
            tree.<Exception>visit((number, entry) ->
                    files.put(entry.path().toString(), entry instanceof Entry.File file ? bytes(reader, file) : null));
        }
        return files;
    }

    public static byte[] bytes(PieceReader reader, Entry.File file) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : file.content().parts()) {
            switch (part) {
                case Part.Hole hole -> out.write(new byte[(int) hole.bytes()]);
                case Piece piece -> out.write(reader.read(piece));
            }
        }
        return out.toByteArray();
    }
}
