package cloud.dumont.restore.writer;

import cloud.dumont.restore.writer.EntryBytes.ContentBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A machine with one of everything, saved in two epochs. */
public final class SampleMachine {
    public static final byte[] ODD = {'o', 'd', 'd', '/', 1, (byte) 0xFF, '\n', (byte) 0xC3, '\\', '%', '='};
    public static final byte[] ODD_DIRECTORY = {'o', 'd', 'd', '/', 'd', (byte) 0x80};

    public final TestRepository repository = new TestRepository();
    public final byte[] big = random(70_000, 1);
    public final byte[] start = random(5_000, 2);
    public final byte[] end = random(300, 3);
    public String pack = "";
    public String pagePack = "";
    public String firstCommit = "";

    public SampleMachine() {
        repository.fence(1);
        saveTree();
        repository.fence(3);
        change();
    }

    public static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void saveTree() {
        ContainerWriter contents = repository.pack();
        byte[] hosts = contents.chunk(text("127.0.0.1 localhost\n"));
        byte[] bigHead = contents.chunk(java.util.Arrays.copyOf(big, 40_000));
        byte[] bigRest = contents.chunk(java.util.Arrays.copyOfRange(big, 40_000, 70_000));
        byte[] sparseStart = contents.chunk(start);
        byte[] sparseEnd = contents.chunk(end);
        byte[] torn = contents.chunk(text("half old, half new"));
        byte[] complete = contents.chunk(text("all old"));
        byte[] shared = contents.chunk(text("one file, three names"));
        pack = repository.put(contents);

        List<byte[]> first = new ArrayList<>();
        first.add(EntryBytes.start(EntryBytes.path(""), 'd', 0750).array());
        first.add(EntryBytes.directory("a"));
        first.add(linked("a/linked", shared));
        first.add(EntryBytes.directory("a.b"));
        first.add(EntryBytes.directory("dev"));
        first.add(EntryBytes.start(EntryBytes.path("dev/disk"), 'b', 0660)
                .varint(259)
                .varint(70_000)
                .array());
        first.add(EntryBytes.start(EntryBytes.path("dev/pipe"), 'p', 0600).array());
        first.add(EntryBytes.start(EntryBytes.path("dev/socket"), 's', 0777).array());
        first.add(EntryBytes.start(EntryBytes.path("dev/tty"), 'c', 0620)
                .varint(4)
                .varint(1)
                .array());
        first.add(EntryBytes.directory("etc"));
        first.add(
                EntryBytes.file("etc/hosts", new ContentBytes().piece(hosts, 20).array()));
        List<byte[]> second = new ArrayList<>();
        second.add(EntryBytes.directory("home"));
        second.add(EntryBytes.file(
                "home/big",
                new ContentBytes().piece(bigHead, 40_000).piece(bigRest, 30_000).array()));
        second.add(EntryBytes.file("home/empty", new ContentBytes().array()));
        second.add(linked("home/linked", shared));
        second.add(linked("home/linked2", shared));
        second.add(EntryBytes.symlink("home/out", "../../../etc/passwd"));
        second.add(EntryBytes.file(
                "home/sparse",
                new ContentBytes()
                        .hole(1 << 20)
                        .piece(sparseStart, 5_000)
                        .hole(3_000_000)
                        .piece(sparseEnd, 300)
                        .hole(10_000)
                        .array()));
        second.add(torn("home/torn", torn, complete));
        second.add(EntryBytes.directory("odd"));
        second.add(EntryBytes.start(ODD, 'f', 04711, 0, 0, -5, 250_000_000, xattrs())
                .u8(0)
                .varint(0)
                .raw(new ContentBytes().piece(hosts, 20).array())
                .array());
        second.add(EntryBytes.start(ODD_DIRECTORY, 'd', 01777).array());
        second.add(
                EntryBytes.start(new Bytes().raw(ODD_DIRECTORY).ascii("/inside").array(), 'l', 0777)
                        .bytes(new byte[] {'/', (byte) 0xFE})
                        .array());

        ContainerWriter pages = repository.pack();
        pages.blockSize = 200;
        CommitBytes record = repository.record();
        record.pages = List.of(page(pages, first), page(pages, second));
        record.packs.addAll(List.of(1L, 2L));
        record.files = 9;
        pagePack = repository.put(pages);
        firstCommit = repository.commit(record);
    }

    private void change() {
        ContainerWriter commit = repository.commit();
        CommitBytes record = repository
                .record()
                .remove("a.b")
                .remove("nowhere")
                .put(EntryBytes.directory("work"))
                .put(repository.inlineFile(commit, "work/notes", text("remember the milk")));
        record.complete = false;
        repository.commit(commit, record);
    }

    public static byte[] page(ContainerWriter pages, List<byte[]> entries) {
        Bytes page = new Bytes();
        entries.forEach(page::raw);
        return pages.chunk(page.array());
    }

    private static List<byte[]> xattrs() {
        return List.of(text("user.note"), new byte[] {0, 1, (byte) 0xFF, '\n'}, text("user.a=b%"), new byte[0]);
    }

    private static byte[] linked(String path, byte[] piece) {
        return EntryBytes.start(EntryBytes.path(path), 'f', 0640)
                .u8(0)
                .varint(77)
                .raw(new ContentBytes().piece(piece, 21).array())
                .array();
    }

    private static byte[] torn(String path, byte[] newest, byte[] whole) {
        return EntryBytes.start(EntryBytes.path(path), 'f', 0644)
                .u8(3)
                .varint(0)
                .raw(new ContentBytes().piece(newest, 18).array())
                .svarint(1_600_000_000)
                .varint(7)
                .raw(new ContentBytes().piece(whole, 7).array())
                .array();
    }
}
