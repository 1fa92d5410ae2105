package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.store.FaultyStore;
import cloud.dumont.agent.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The box itself misbehaves: its clock, the disk of the agent's own files, its way to the store for long. */
class TroubledBoxTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final FaultyStore store = new FaultyStore(new MemoryStore());
    private final List<RunningBackup> boxes = new ArrayList<>();
    private Path top;
    private Path state;

    @BeforeEach
    void folders() throws IOException {
        top = Files.createDirectories(folder.resolve("one/top"));
        state = Files.createDirectories(folder.resolve("one/state"));
        Files.writeString(top.resolve("first"), "1");
    }

    @AfterEach
    void end() throws Exception {
        for (RunningBackup box : boxes) {
            box.end();
        }
        run("umount", state.toString());
    }

    private RunningBackup start() throws Exception {
        RunningBackup box = new RunningBackup(folder.resolve("one"), platform, store, 1).start();
        boxes.add(box);
        return box;
    }

    private void write(RunningBackup box, String name) throws IOException {
        Files.writeString(top.resolve(name), name);
        awaitSaved(box);
    }

    private void awaitSaved(RunningBackup box) throws IOException {
        long files;
        try (Stream<Path> all = Files.list(top)) {
            files = all.count();
        }
        await().atMost(LONG)
                .until(() -> !platform.commits.isEmpty()
                        && platform.commits.getLast().files() == files
                        && box.reading().unprotectedMillis() == 0
                        && box.reading().protectedAgoMillis() != null);
    }

    private void assertComesBack() throws Exception {
        LocalMachine other = new LocalMachine(folder.resolve("r" + platform.commits.size()), platform, store, 1);
        other.restore(LocalMachine.order(platform.chain()));
        assertThat(TreeImage.of(other.top)).isEqualTo(TreeImage.of(top));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private void mountState() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", state.toString()), "needs to mount a small disk");
    }

    @Test
    void aClockThatJumpsByDaysChangesNeitherOrderNorAges() throws Exception {
        RunningBackup box = start();
        awaitSaved(box);
        for (int days : List.of(1, -1, 0, -400, 400)) {
            box.wallShift(Duration.ofDays(days));
            write(box, "at " + days);
            assertThat(box.reading().protectedAgoMillis()).as("age at " + days).isBetween(0L, 60_000L);
        }
        assertThat(platform.commits.stream().map(CommitRequest::seq)).isSorted().doesNotHaveDuplicates();
        assertComesBack();
    }

    @Test
    void filesOfAnotherDayAreSavedWheneverTheyChange() throws Exception {
        RunningBackup box = start();
        awaitSaved(box);
        for (String day : List.of("1970-01-01", "2099-12-31", "2001-01-01")) {
            Files.writeString(top.resolve("dated"), day);
            assertThat(run("touch", "-d", day, top.resolve("dated").toString())).isTrue();
            awaitSaved(box);
            await().atMost(LONG).untilAsserted(this::assertComesBack);
        }
    }

    @Test
    void aFullDiskUnderTheAgentsOwnFilesStopsNoBackup() throws Exception {
        mountState();
        RunningBackup box = start();
        awaitSaved(box);
        fill(state.resolve("full"));
        write(box, "while full");
        assertThat(box.reading().state()).isEqualTo("idle");
        box.end();
        RunningBackup next = start();
        write(next, "after a restart on the full disk");
        assertComesBack();
    }

    private static void fill(Path file) {
        byte[] block = new byte[4096];
        new Random(1).nextBytes(block);
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < 1_000; i++) {
                out.write(block);
            }
            throw new AssertionError("the disk is not full");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }

    @Test
    void aReadOnlyDiskUnderTheAgentsOwnFilesStopsNoBackup() throws Exception {
        mountState();
        RunningBackup box = start();
        awaitSaved(box);
        box.end();
        assertThat(run("mount", "-o", "remount,ro", state.toString())).isTrue();
        RunningBackup next = start();
        write(next, "though nothing can be noted");
        assertComesBack();
    }

    @Test
    void nonsenseInTheAgentsOwnFilesIsNoReason() throws Exception {
        RunningBackup box = start();
        awaitSaved(box);
        box.end();
        Random random = new Random(7);
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.toList()) {
                byte[] nonsense = new byte[random.nextInt(5_000)];
                random.nextBytes(nonsense);
                Files.write(file, nonsense);
            }
        }
        Files.writeString(top.resolve("first"), "2");
        RunningBackup next = start();
        write(next, "another");
        assertComesBack();
    }

    @Test
    void tenMinutesWithoutTheStoreAreSaidAndMadeGoodByThemselves() throws Exception {
        RunningBackup box = start();
        awaitSaved(box);
        store.failNext(1_000_000);
        Files.writeString(top.resolve("waiting"), "w");
        await().atMost(LONG).until(() -> box.reading().state().equals("failing"));
        int asked = store.requests().size();
        for (int minute = 1; minute <= 10; minute++) {
            box.later(Duration.ofMinutes(1));
            assertThat(box.reading().unprotectedMillis()).isGreaterThanOrEqualTo(minute * 60_000L);
            Files.writeString(top.resolve("minute " + minute), "m");
        }
        assertThat(store.requests().size() - asked).as("requests meanwhile").isLessThan(200);
        store.failNext(0);
        awaitSaved(box);
        assertThat(box.reading().state()).isEqualTo("idle");
        assertComesBack();
    }
}
