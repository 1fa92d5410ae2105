package cloud.dumont.agent.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Only processes with a mark of this test's own are touched. */
@EnabledOnOs(OS.LINUX)
class UserProcessesTest {
    @TempDir
    Path folder;

    private StateFiles state;
    private UserProcesses processes;
    private Process shell;

    @BeforeEach
    void startAShellThatWrites() throws IOException {
        state = StateFiles.in(folder.resolve("state"));
        processes = users(Optional.empty());
        // setsid: in a session of this test's it would be a helper of the agent's.
        ProcessBuilder builder = new ProcessBuilder(
                "sh", "-c", "(setsid sh -c 'echo $$ >pid; while :; do date >>out; sleep 0.01; done' &) ; sleep 0.1");
        builder.environment().put("DUMONT_ROOT", folder.toString());
        builder.directory(folder.toFile());
        shell = builder.start();
        await().until(() -> Files.exists(folder.resolve("out")) && Files.size(folder.resolve("pid")) > 0);
        await().until(() -> !shell.isAlive());
    }

    private UserProcesses users(Optional<Long> ssh) {
        return new UserProcesses(state, Path.of("/proc"), "DUMONT_ROOT=" + folder, () -> ssh);
    }

    @AfterEach
    void end() throws IOException {
        pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }

    private Optional<Long> pid() throws IOException {
        return Optional.of(Long.valueOf(Files.readString(folder.resolve("pid")).strip()));
    }

    private void assertWrites() throws IOException {
        long size = Files.size(folder.resolve("out"));
        await().atMost(5, TimeUnit.SECONDS).until(() -> Files.size(folder.resolve("out")) > size);
    }

    private void assertStandsStill() throws IOException {
        long size = Files.size(folder.resolve("out"));
        await().during(300, TimeUnit.MILLISECONDS).until(() -> Files.size(folder.resolve("out")) == size);
    }

    @Test
    void whatWritesStandsStillAndGoesOn() throws IOException {
        assertThat(processes.freeze()).isPositive();
        assertStandsStill();
        processes.thaw();
        assertWrites();
    }

    @Test
    void theNextAgentUndoesAFreezeThatWasNotFinal() throws IOException {
        processes.freeze();
        users(Optional.empty()).recover();
        assertWrites();
    }

    @Test
    void aFinalFreezeOutlivesTheAgent() throws IOException {
        processes.freeze();
        processes.keepForGood();
        users(Optional.empty()).recover();
        assertStandsStill();
        processes.thaw();
    }

    private Process childThatSleeps(String... before) throws IOException {
        java.util.ArrayList<String> command = new java.util.ArrayList<>(List.of(before));
        command.addAll(List.of("sleep", "60"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DUMONT_ROOT", folder.toString());
        return builder.start();
    }

    private static boolean isStopped(Process process) {
        return new ProcessTable(Path.of("/proc"), null)
                .process(Math.toIntExact(process.pid()))
                .orElseThrow()
                .isStopped();
    }

    @Test
    void whatTheAgentStartedForTheUserIsNotSparedButItsHelpersAre() throws IOException {
        Process startCommand = childThatSleeps("setsid");
        Process helper = childThatSleeps();
        try {
            await().until(() -> new ProcessTable(Path.of("/proc"), null)
                            .process(Math.toIntExact(startCommand.pid()))
                            .orElseThrow()
                            .session()
                    == startCommand.pid());
            processes.freeze();
            await().until(() -> isStopped(startCommand));
            assertThat(isStopped(helper)).isFalse();
            processes.thaw();
            await().until(() -> !isStopped(startCommand));
        } finally {
            startCommand.destroyForcibly();
            helper.destroyForcibly();
        }
    }

    @Test
    void theSshServerIsSpared() throws IOException {
        UserProcesses sparing = users(pid());
        sparing.freeze();
        assertThat(ProcessHandle.of(pid().orElseThrow())).isPresent();
        assertThat(new ProcessTable(Path.of("/proc"), null)
                        .process(pid().orElseThrow().intValue())
                        .orElseThrow()
                        .isStopped())
                .isFalse();
        sparing.thaw();
    }

    @Test
    void whoComesMeanwhileIsStoppedAndCountedAndTheServerWithThem() throws IOException {
        UserProcesses sparing = users(pid());
        sparing.freeze();
        assertWrites();
        assertThat(sparing.freezeNewcomers())
                .as("the server is nobody who came")
                .isBetween(0, 2);
        assertStandsStill();
        Process came = childThatSleeps("setsid");
        try {
            await().until(() -> new ProcessTable(Path.of("/proc"), null)
                            .process(Math.toIntExact(came.pid()))
                            .orElseThrow()
                            .session()
                    == came.pid());
            assertThat(sparing.freezeNewcomers()).isEqualTo(1);
            assertThat(sparing.freezeNewcomers()).isZero();
            sparing.thaw();
            await().until(() -> !isStopped(came));
            assertWrites();
        } finally {
            came.destroyForcibly();
        }
    }

    @Test
    void filesWrittenThroughMemoryAreKnown() throws IOException {
        Path mapped = folder.resolve("mapped file");
        try (FileChannel file = FileChannel.open(
                mapped, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, 4096);
            assertThat(new ProcessTable(Path.of("/proc"), null)
                            .writableMappings(
                                    Math.toIntExact(ProcessHandle.current().pid())))
                    .contains(mapped.toString());
            memory.put(0, (byte) 1);
        }
    }

    @Test
    void oneThatStoodStillBeforeIsLeftAlone() throws IOException {
        Signals.stop(pid().orElseThrow().intValue());
        processes.freeze();
        processes.thaw();
        assertStandsStill();
        Signals.goOn(pid().orElseThrow().intValue());
    }

    @Test
    void aNumberThatAnotherProcessHasNowIsNotWoken() throws IOException {
        Signals.stop(pid().orElseThrow().intValue());
        state.write("frozen", pid().orElseThrow() + " 1");
        processes.thaw();
        assertStandsStill();
        Signals.goOn(pid().orElseThrow().intValue());
    }

    @Test
    void namesInTheTableMayHoldAnything() {
        List<RunningProcess> parsed = List.of(
                RunningProcess.parse("12 (a) b (c) S 1 12 12 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4711 0 0")
                        .orElseThrow(),
                RunningProcess.parse("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 3 0 0")
                        .orElseThrow());
        assertThat(parsed).extracting(RunningProcess::parent).containsExactly(1, 0);
        assertThat(parsed).extracting(RunningProcess::started).containsExactly(4711L, 3L);
        assertThat(parsed).extracting(RunningProcess::ofTheKernel).containsExactly(false, true);
        assertThat(RunningProcess.parse("rubbish")).isEmpty();
    }
}
