package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.store.FaultyStore;
import cloud.dumont.agent.store.MemoryStore;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A final backup whose end is not heard: who may go on, and when. */
class FinalBackupTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final FaultyStore store = new FaultyStore(new MemoryStore());
    private final List<RunningBackup> boxes = new ArrayList<>();
    private RunningBackup box;

    @BeforeEach
    void begin() throws Exception {
        box = start();
        Files.writeString(box.top.resolve("file"), "1");
        await().atMost(LONG)
                .until(() -> box.reading().files() == 1 && box.reading().unprotectedMillis() == 0);
    }

    private RunningBackup start() throws Exception {
        RunningBackup started = new RunningBackup(folder.resolve("one"), platform, store, 1).start();
        boxes.add(started);
        return started;
    }

    @AfterEach
    void end() throws InterruptedException {
        for (RunningBackup each : boxes) {
            each.end();
            assertThat(each.isAlive()).isFalse();
        }
    }

    private void order(LocalPlatform.Leaving leaves) {
        platform.leaves = leaves;
        platform.snapshots = List.of(new BackupOrders.Snapshot("bak_9", "final", 60));
        box.desk.changed();
        await().atMost(LONG).until(() -> platform.away);
    }

    /** The deadline passes, and the agent asks again. */
    private void passDeadline() {
        box.later(Duration.ofSeconds(120));
        int before = platform.asked;
        await().atMost(LONG).until(() -> platform.asked >= before + 2);
    }

    private void comeBack() {
        platform.leaves = LocalPlatform.Leaving.NEVER;
        platform.away = false;
    }

    private boolean isFrozen() {
        return Files.exists(box.state.resolve("frozen"));
    }

    private boolean isForGood() {
        return Files.exists(box.state.resolve("frozen-for-good"));
    }

    @Test
    void whatCountsUnheardStaysFrozenThoughTheDeadlinePasses() {
        order(LocalPlatform.Leaving.AFTER);
        passDeadline();
        assertThat(isFrozen()).isTrue();
        assertThat(isForGood()).isFalse();
        comeBack();
        await().atMost(LONG).until(this::isForGood);
        assertThat(platform.failures).isEmpty();
        assertThat(platform.commits.getLast().order()).isEqualTo("bak_9");
    }

    @Test
    void whatDoesNotCountGoesOnOnceThatIsKnown() {
        order(LocalPlatform.Leaving.BEFORE);
        passDeadline();
        assertThat(isFrozen()).isTrue();
        // The platform gave up waiting by its own clock.
        platform.snapshots = List.of();
        comeBack();
        await().atMost(LONG).until(() -> !isFrozen());
        assertThat(isForGood()).isFalse();
        assertThat(platform.commits.getLast().order()).isNull();
    }

    @Test
    void aBoxWhoseMachineLivesElsewhereStaysFrozen() {
        order(LocalPlatform.Leaving.AFTER);
        passDeadline();
        platform.office(2);
        comeBack();
        await().atMost(LONG).until(box.fenced::get);
        assertThat(isForGood()).isTrue();
    }

    @Test
    void theNextAgentAsksWhatBecameOfIt() throws Exception {
        order(LocalPlatform.Leaving.AFTER);
        box.end();
        assertThat(isFrozen()).isTrue();
        comeBack();
        start();
        await().atMost(LONG).until(this::isForGood);
    }

    @Test
    void theNextAgentThawsIfTheCommitCountsWithoutTheOrder() throws Exception {
        order(LocalPlatform.Leaving.BEFORE);
        box.end();
        assertThat(isFrozen()).isTrue();
        platform.snapshots = List.of();
        comeBack();
        RunningBackup next = start();
        await().atMost(LONG).until(() -> !isFrozen());
        await().atMost(LONG).until(() -> next.reading().unprotectedMillis() == 0);
        assertThat(isForGood()).isFalse();
    }

    @Test
    void whatNeverReachedTheStoreFailsAtTheDeadlineAndCountsLaterWithoutTheOrder() throws Exception {
        Files.writeString(box.top.resolve("file"), "22");
        store.failNext(1_000_000);
        platform.snapshots = List.of(new BackupOrders.Snapshot("bak_9", "final", 60));
        box.desk.changed();
        await().atMost(LONG).until(() -> "failing".equals(box.reading().state()) && isFrozen());
        box.later(Duration.ofSeconds(120));
        await().atMost(LONG).until(() -> !platform.failures.isEmpty());
        await().atMost(LONG).until(() -> !isFrozen());
        // Had it not heard of the failure, it would take the order.
        platform.snapshots = List.of(new BackupOrders.Snapshot("bak_9", "final", 60));
        store.failNext(0);
        await().atMost(LONG).until(() -> platform.commits.getLast().bytes() == 2);
        assertThat(platform.commits.getLast().order()).isNull();
        assertThat(isForGood()).isFalse();
    }

    /** Writes into memory that a file stands behind: at once, and again for each line it is given. */
    static final class WritesThroughMemory {
        public static void main(String[] args) throws Exception {
            try (FileChannel file = FileChannel.open(
                    Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, 4096);
                for (byte value = 1; ; value++) {
                    memory.put(0, value);
                    System.out.println(value);
                    if (System.in.read() < 0) {
                        return;
                    }
                }
            }
        }
    }

    @Test
    void whatWasWrittenThroughMemoryWithoutAnyTraceIsInTheFinalBackup() throws Exception {
        Path file = box.top.resolve("mapped");
        ProcessBuilder builder = new ProcessBuilder(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WritesThroughMemory.class.getName(),
                file.toString());
        builder.environment().put("DUMONT_ROOT", box.top.toString());
        Process writer = builder.start();
        try {
            assertThat(writer.getInputStream().read()).isEqualTo('1');
            await().atMost(LONG)
                    .until(() -> box.reading().files() == 2 && box.reading().unprotectedMillis() == 0);
            writer.getOutputStream().write('\n');
            writer.getOutputStream().flush();
            await().atMost(LONG).until(() -> Files.readAllBytes(file)[0] == 2);
            platform.snapshots = List.of(new BackupOrders.Snapshot("bak_9", "final", 60));
            box.desk.changed();
            await().atMost(LONG).until(this::isForGood);
            LocalMachine other = new LocalMachine(folder.resolve("other"), platform, store, 1);
            other.restore(LocalMachine.order(platform.chain()));
            assertThat(Files.readAllBytes(other.top.resolve("mapped"))[0]).isEqualTo((byte) 2);
        } finally {
            writer.destroyForcibly();
        }
    }

    @Test
    void aStoreThatIsAwayHoldsNobodyUpBeyondTheDeadline() throws Exception {
        java.util.Random random = new java.util.Random(4);
        byte[] some = new byte[200_000];
        store.failNext(1_000_000);
        for (int i = 0; i < 60; i++) {
            random.nextBytes(some);
            Files.write(box.top.resolve("small " + i), some);
        }
        platform.snapshots = List.of(new BackupOrders.Snapshot("bak_9", "final", 60));
        box.desk.changed();
        await().atMost(LONG).until(this::isFrozen);
        box.later(Duration.ofSeconds(120));
        await().atMost(LONG).until(() -> !isFrozen());
        assertThat(isForGood()).isFalse();
        store.failNext(0);
        await().atMost(LONG)
                .until(() -> platform.commits.getLast().files() == 61
                        && box.reading().unprotectedMillis() == 0);
        assertThat(platform.commits.getLast().order()).isNull();
        assertThat(isForGood()).isFalse();
    }
}
