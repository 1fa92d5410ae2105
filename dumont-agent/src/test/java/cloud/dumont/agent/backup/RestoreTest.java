package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.place.Conflict;
import cloud.dumont.agent.place.NodeAttributes;
import cloud.dumont.agent.place.TreePlacer;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.agent.restore.RestoreProgress;
import cloud.dumont.agent.restore.Restorer;
import cloud.dumont.agent.store.FaultyStore;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.kernel.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final MemoryStore memory = new MemoryStore();
    private final FaultyStore store = new FaultyStore(memory);
    private Map<RawPath, String> image;

    @BeforeEach
    void save() throws Exception {
        LocalMachine box = new LocalMachine(folder.resolve("one"), platform, store, 1);
        Random random = new Random(4);
        for (int i = 0; i < 40; i++) {
            Path directory = Files.createDirectories(box.top.resolve("d" + i % 5 + "/e"));
            byte[] bytes = new byte[random.nextInt(30_000)];
            random.nextBytes(bytes);
            Files.write(directory.resolve("f" + i), bytes);
        }
        for (int i = 0; i < 3; i++) {
            byte[] bytes = new byte[(12 << 20) + i];
            random.nextBytes(bytes);
            Files.write(box.top.resolve("large" + i), bytes);
        }
        Files.createLink(box.top.resolve("d1/again"), box.top.resolve("d0/e/f0"));
        box.save();
        box.forget();
        image = TreeImage.of(box.top);
    }

    private LocalMachine box(String name) throws IOException {
        return new LocalMachine(folder.resolve(name), platform, store, 1);
    }

    private static RestoreOrder order(LocalPlatform platform, List<String> paths, String into) {
        return new RestoreOrder("rst_2", platform.chain(), paths, into, false, false, null);
    }

    @Test
    void brokenOffAtAnyRequestItGoesOn() throws Exception {
        LocalMachine whole = box("whole");
        int before = store.requests().size();
        whole.restore(LocalMachine.order(platform.chain()));
        int requests = store.requests().size() - before;
        for (int k = 1; k <= requests; k += 1 + requests / 12) {
            LocalMachine box = box("k" + k);
            FaultyStore dying = new FaultyStore(memory);
            dying.dieAt(k, false);
            LocalMachine first = new LocalMachine(folder.resolve("k" + k), platform, dying, 1);
            assertThat(first.restore(LocalMachine.order(platform.chain()))).isInstanceOf(Restorer.Result.Failed.class);
            assertThat(box.restore(LocalMachine.order(platform.chain()))).isEqualTo(new Restorer.Result.Done(0));
            assertThat(TreeImage.of(box.top)).isEqualTo(image);
            RandomTree.deleteAll(folder.resolve("k" + k));
        }
    }

    @Test
    void doneTwiceItFetchesNoContentAgain() throws Exception {
        LocalMachine box = box("two");
        box.restore(LocalMachine.order(platform.chain()));
        int before = store.requests().size();
        assertThat(box.restore(LocalMachine.order(platform.chain()))).isEqualTo(new Restorer.Result.Done(0));
        assertThat(store.requests().subList(before, store.requests().size())).noneMatch(it -> it.contains("/p/"));
    }

    @Test
    void whatIsThereAndDiffersIsReplacedAndTheRestStays() throws Exception {
        LocalMachine box = box("two");
        Files.createDirectories(box.top.resolve("d0/e"));
        Files.writeString(box.top.resolve("d0/e/f0"), "other");
        Files.writeString(box.top.resolve("own"), "stays");
        Files.createDirectory(box.top.resolve("large0"));
        Files.writeString(box.top.resolve("large0/inside"), "goes");
        Files.writeString(box.top.resolve("d3"), "a file where a directory belongs");
        assertThat(box.restore(LocalMachine.order(platform.chain()))).isEqualTo(new Restorer.Result.Done(0));
        assertThat(box.top.resolve("own")).hasContent("stays");
        Files.delete(box.top.resolve("own"));
        Map<RawPath, String> back = TreeImage.of(box.top);
        back.remove(RawPath.ROOT);
        image.remove(RawPath.ROOT);
        assertThat(back).isEqualTo(image);
    }

    @Test
    void noPlantedLinkLeadsOutside() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        LocalMachine box = box("two");
        Files.createSymbolicLink(box.top.resolve("d0"), outside);
        Files.createDirectory(box.top.resolve("d2"));
        Files.createSymbolicLink(box.top.resolve("d2/e"), outside);
        box.restore(LocalMachine.order(platform.chain()));
        assertThat(outside).isEmptyDirectory();
        assertThat(TreeImage.of(box.top)).isEqualTo(image);
    }

    @Test
    void somePathsComeBackIntoADirectory() throws Exception {
        LocalMachine box = box("two");
        assertThat(box.restore(order(platform, List.of("/d1/e", "/large1"), "/restored here")))
                .isEqualTo(new Restorer.Result.Done(0));
        assertThat(Files.readAllBytes(box.top.resolve("restored here/large1"))).hasSize((12 << 20) + 1);
        assertThat(box.top.resolve("restored here/d1/e/f1")).exists();
        assertThat(box.top.resolve("restored here/d1/again")).doesNotExist();
        assertThat(box.top.resolve("restored here/d0")).doesNotExist();
        assertThat(box.top.resolve("d1")).doesNotExist();
    }

    @Test
    void aNameThatDoesNotReachItsFirstNameStillComesBack() throws Exception {
        LocalMachine box = box("two");
        assertThat(box.restore(order(platform, List.of("/d1/again"), ""))).isEqualTo(new Restorer.Result.Done(0));
        assertThat(box.top.resolve("d1/again")).exists();
        assertThat(box.top.resolve("d0")).doesNotExist();
    }

    @Test
    void aDamagedPackCostsItsFilesAndNoOthers() throws Exception {
        String pack = memory.list("e/000000000001/p/", null).getFirst().name();
        store.flip(pack, 8L * 1_000_000);
        LocalMachine box = box("two");
        RestoreProgress progress = new RestoreProgress("rst_1", new Epoch(1), System::nanoTime);
        Restorer.Result result = box.restore(LocalMachine.order(platform.chain()), progress);
        assertThat(result).isInstanceOf(Restorer.Result.Done.class);
        RestoreReport report = progress.report();
        assertThat(report.damagedFiles()).isPositive();
        assertThat(report.damaged()).hasSize((int) report.damagedFiles());
        Map<RawPath, String> back = TreeImage.of(box.top);
        for (String path : report.damaged()) {
            assertThat(box.top.resolve(path.substring(1))).doesNotExist();
            image.remove(RawPath.ofAbsolute(path));
        }
        assertThat(back).isEqualTo(image);
    }

    @Test
    void aFullDiskIsSaidAndWhatFitsIsThere() throws Exception {
        LocalMachine box = box("two");
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", box.top.toString()));
        try {
            RestoreProgress progress = new RestoreProgress("rst_1", new Epoch(1), System::nanoTime);
            Restorer.Result result = box.restore(LocalMachine.order(platform.chain()), progress);
            assertThat(result).isInstanceOf(Restorer.Result.Failed.class);
            assertThat(progress.report().phase()).isEqualTo(RestoreReport.FAILED);
            assertThat(progress.report().problem()).contains("disk");
            assertThat(progress.report().filesDone()).isGreaterThanOrEqualTo(40);
            assertThat(box.top.resolve("d0/e/f0")).exists();
        } finally {
            assertThat(run("umount", box.top.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void everyKindOfNameAndInodeComesBack() throws Exception {
        LocalMachine box = box("names");
        NodeAttributes plain = new NodeAttributes(0640, 0, 0, 77, 5, cloud.dumont.agent.files.Xattrs.NONE);
        try (TreePlacer placer = TreePlacer.open(box.top, Conflict.REPLACE);
                FileTree files = FileTree.open(box.top)) {
            for (int value = 1; value < 256; value++) {
                if (value != '/' && value != '.') {
                    placer.file(RawPath.ROOT.child(new byte[] {(byte) value}), 0, false)
                            .complete(plain);
                }
            }
            placer.file(RawPath.ROOT.child("x".repeat(255)), 3, false).complete(plain);
            RawPath deep = RawPath.ROOT;
            for (int i = 0; i < 60; i++) {
                deep = deep.child("directory-with-a-long-name-".repeat(3) + i);
                placer.directory(deep, plain);
            }
            placer.file(deep.child("at the bottom"), 10, false).complete(plain);
            placer.special(RawPath.of("fifo"), cloud.dumont.agent.files.FileType.FIFO, 0, 0, plain);
            placer.special(RawPath.of("socket"), cloud.dumont.agent.files.FileType.SOCKET, 0, 0, plain);
            placer.special(RawPath.of("null"), cloud.dumont.agent.files.FileType.CHARACTER_DEVICE, 1, 3, plain);
            placer.symlink(RawPath.of("loop"), "loop".getBytes(java.nio.charset.StandardCharsets.UTF_8), plain);
            placer.file(RawPath.of("sparse"), 1L << 40, true).complete(plain);
            assertThat(files.stat(RawPath.of("sparse")).size()).isEqualTo(1L << 40);
        }
        LocalPlatform other = new LocalPlatform();
        LocalMachine from = new LocalMachine(folder.resolve("names"), other, new MemoryStore(), 1);
        from.save();
        LocalMachine to = new LocalMachine(folder.resolve("names-back"), other, from.store, 1);
        assertThat(to.restore(LocalMachine.order(other.chain()))).isEqualTo(new Restorer.Result.Done(0));
        Files.delete(from.top.resolve("sparse"));
        assertThat(Files.size(to.top.resolve("sparse"))).isEqualTo(1L << 40);
        Files.delete(to.top.resolve("sparse"));
        assertThat(TreeImage.of(to.top)).isEqualTo(TreeImage.of(from.top));
        assertThat(Files.exists(to.top.resolve("loop"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        from.forget();
        // Paths this long cannot be named by those who clean up.
        for (Path top : List.of(from.top, to.top)) {
            try (TreePlacer placer = TreePlacer.open(top, Conflict.REPLACE)) {
                placer.remove(RawPath.of("directory-with-a-long-name-".repeat(3) + 0));
            }
        }
    }
}
