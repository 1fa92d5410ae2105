package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.store.MemoryStore;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file system refuses to give a file for a while: nothing is complete until it does. */
class UnreadableFilesTest {
    private static final int NOBODY = 65_534;

    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private LocalMachine machine;

    @BeforeEach
    void begin() throws Exception {
        open(folder);
        machine = new LocalMachine(folder.resolve("one"), platform, new MemoryStore(), 1);
        open(folder.resolve("one"));
        open(machine.top);
        open(machine.state);
        // Whatever is loaded lazily is loaded while everything can be read.
        Files.writeString(machine.top.resolve("first"), "1");
        machine.save();
    }

    @AfterEach
    void end() throws Throwable {
        fileSystemUser(0);
        machine.close();
    }

    private static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** For this thread only: root may read everything, so somebody else has to look. */
    private static void fileSystemUser(int uid) throws Throwable {
        Linker linker = Linker.nativeLinker();
        var setfsuid = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setfsuid"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        int before = (int) setfsuid.invokeExact(uid);
        assertThat(before).isNotNegative();
    }

    @Test
    void whatCannotBeReadIsToldAndTriedAgainUntilItCan() throws Throwable {
        Path readable = Files.writeString(machine.top.resolve("readable"), "r");
        Path secret = Files.writeString(machine.top.resolve("secret"), "s");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        Session session = machine.session();
        fileSystemUser(NOBODY);
        assertThat(machine.save()).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(platform.commits.getLast().files()).isEqualTo(2);
        assertThat(platform.commits.getLast().complete()).isFalse();
        assertThat(session.isAllSaved()).isFalse();
        assertThat(session.trouble()).isEqualTo("cannot be read: secret");
        assertThat(session.oldestNanos()).isPresent();

        fileSystemUser(0);
        Files.writeString(readable, "again");
        fileSystemUser(NOBODY);
        assertThat(machine.save()).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(platform.commits.getLast().complete()).isFalse();

        fileSystemUser(0);
        session.unreadable().hurry();
        assertThat(machine.save()).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(platform.commits.getLast().files()).isEqualTo(3);
        assertThat(platform.commits.getLast().complete()).isTrue();
        assertThat(session.isAllSaved()).isTrue();
        assertThat(session.trouble()).isNull();
    }

    @Test
    void whatIsRemovedWhileItCannotBeReadIsNoMatterAnyMore() throws Throwable {
        Path secret = Files.writeString(machine.top.resolve("secret"), "s");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        Session session = machine.session();
        fileSystemUser(NOBODY);
        machine.save();
        assertThat(session.unreadable().isEmpty()).isFalse();
        Files.delete(secret);
        session.unreadable().hurry();
        machine.save();
        assertThat(session.isAllSaved()).isTrue();
    }
}
