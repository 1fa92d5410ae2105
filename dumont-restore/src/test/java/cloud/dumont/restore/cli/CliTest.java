package cloud.dumont.restore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.restore.writer.SampleMachine;
import cloud.dumont.restore.writer.TestRepository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    private final SampleMachine machine = new SampleMachine();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path temp;

    @BeforeEach
    void copyToDisk() throws Exception {
        for (var object : machine.repository.store.objects().entrySet()) {
            Path file = temp.resolve("store").resolve(object.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, object.getValue());
        }
        Files.writeString(temp.resolve("key"), machine.repository.keyBase64() + "\n");
    }

    private ExitCode run(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of(
                "--dir=" + temp.resolve("store"),
                "--prefix",
                "u/ada/i/m1",
                "--key-file",
                temp.resolve("key").toString()));
        return bare(line);
    }

    private ExitCode bare(List<String> line) {
        out.reset();
        err.reset();
        Opening opening = new Opening(Map.of(), InstantSource.system());
        return new Cli(
                        opening,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(line);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path stored(String name) {
        return temp.resolve("store").resolve(TestRepository.ROOT + name);
    }

    @Test
    void versionsAreListedNewestFirst() {
        assertThat(run("versions")).isEqualTo(ExitCode.WHOLE);
        assertThat(said().lines().toList().getFirst()).contains("2  epoch 3").contains("changes were still unsaved");
        assertThat(said().lines().toList().get(1)).contains("1  epoch 1").contains("tree");
        assertThat(run("unmerged")).isEqualTo(ExitCode.WHOLE);
        assertThat(said()).contains("Nothing is unmerged");
    }

    @Test
    void filesAreListedAndPrinted() {
        assertThat(run("ls")).isEqualTo(ExitCode.WHOLE);
        assertThat(said()).contains("home/").contains("work/");
        assertThat(run("ls", "/home/")).isEqualTo(ExitCode.WHOLE);
        assertThat(said()).contains("out -> ../../../etc/passwd").contains("torn  (changed while it was saved)");
        assertThat(run("ls", "odd")).isEqualTo(ExitCode.WHOLE);
        assertThat(said()).contains("\\x01\\xff\\x0a");
        assertThat(run("cat", "home/torn")).isEqualTo(ExitCode.WHOLE);
        assertThat(said()).isEqualTo("all old");
        assertThat(run("cat", "--newest", "home/torn")).isEqualTo(ExitCode.WHOLE);
        assertThat(said()).isEqualTo("half old, half new");
        assertThat(run("cat", "odd/\\x01\\xff\\x0a\\xc3\\\\%=")).isEqualTo(ExitCode.WHOLE);
        assertThat(said()).isEqualTo("127.0.0.1 localhost\n");
        assertThat(run("cat", "nowhere")).isEqualTo(ExitCode.USAGE);
        assertThat(run("cat", "home")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void olderVersionsAreChosenByNumberAndTime() {
        assertThat(run("ls", "work", "--at", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(run("ls", "work", "--at", "3/2")).isEqualTo(ExitCode.WHOLE);
        assertThat(run("ls", "a.b", "--at", "2023-11-14T22:13:55Z")).isEqualTo(ExitCode.WHOLE);
        assertThat(run("ls", "--at", "1999-01-01T00:00:00Z")).isEqualTo(ExitCode.USAGE);
        assertThat(run("ls", "--at", "77")).isEqualTo(ExitCode.USAGE);
        assertThat(run("ls", "--at", "yesterday")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void filesAreRestoredAndArchived() {
        Path target = temp.resolve("restored");
        assertThat(run("restore", "--to", target.toString(), "work", "/home/big"))
                .isEqualTo(ExitCode.WHOLE);
        assertThat(target.resolve("work/notes")).hasContent("remember the milk");
        assertThat(target.resolve("home/big")).hasBinaryContent(machine.big);
        assertThat(run("restore", "--to", target.toString())).isEqualTo(ExitCode.DAMAGED);
        assertThat(complained()).contains("not empty");
        assertThat(run("tar", "-o", temp.resolve("a.tgz").toString(), "--gzip")).isEqualTo(ExitCode.WHOLE);
        assertThat(temp.resolve("a.tgz")).isNotEmptyFile();
        assertThat(run("tar", "no/such")).isEqualTo(ExitCode.DAMAGED);
        assertThat(complained()).contains("Not in this version: no/such");
    }

    @Test
    void damageIsNamedWithItsFiles() throws Exception {
        assertThat(run("verify")).isEqualTo(ExitCode.WHOLE);
        assertThat(complained()).contains("All of it is whole.");
        assertThat(run("verify", "--sample", "50%", "--seed", "3")).isEqualTo(ExitCode.WHOLE);
        Files.delete(stored(machine.pack));
        assertThat(run("verify")).isEqualTo(ExitCode.DAMAGED);
        assertThat(complained())
                .contains(machine.pack)
                .contains("Lost: home/big")
                .contains("Lost: etc/hosts");
        assertThat(run("cat", "home/big")).isEqualTo(ExitCode.DAMAGED);
        assertThat(run("cat", "work/notes")).isEqualTo(ExitCode.WHOLE);
        Path target = temp.resolve("rest");
        assertThat(run("restore", "--to", target.toString())).isEqualTo(ExitCode.DAMAGED);
        assertThat(target.resolve("work/notes")).hasContent("remember the milk");
    }

    @Test
    void anOlderVersionIsOfferedWhenTheNewestCannotBeRead() throws Exception {
        machine.repository.fence(4);
        copyToDisk();
        Files.write(stored("e/000000000003/c/000000000002"), new byte[100]);
        assertThat(run("ls")).isEqualTo(ExitCode.DAMAGED);
        assertThat(complained()).contains("--at 1");
        assertThat(run("ls", "--at", "1")).isEqualTo(ExitCode.WHOLE);
    }

    @Test
    void theNewestVersionWithADamagedRecordGivesWayToTheOneBeforeIt() throws Exception {
        Path newest = stored("e/000000000003/c/000000000002");
        byte[] whole = Files.readAllBytes(newest);
        for (int at : new int[] {20, whole.length - 40, whole.length - 3}) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(newest, flipped);
            assertThat(run("versions")).as("byte %d", at).isEqualTo(ExitCode.DAMAGED);
            assertThat(complained()).contains("e/000000000003/c/000000000002");
            assertThat(said()).contains("1  epoch 1");
            Path target = temp.resolve("at" + at);
            assertThat(run("restore", "--to", target.toString(), "--at", "1")).isEqualTo(ExitCode.WHOLE);
            assertThat(target.resolve("home/big")).hasBinaryContent(machine.big);
        }
    }

    @Test
    void damagedContentsInTheNewestVersionCostTheirFilesAlone() throws Exception {
        Path newest = stored("e/000000000003/c/000000000002");
        byte[] flipped = Files.readAllBytes(newest);
        flipped[64 + 3] ^= 1;
        Files.write(newest, flipped);
        assertThat(run("versions")).isEqualTo(ExitCode.DAMAGED);
        assertThat(said().lines().findFirst().orElseThrow())
                .contains("2  epoch 3")
                .contains("damaged contents");
        Path target = temp.resolve("rest");
        assertThat(run("restore", "--to", target.toString())).isEqualTo(ExitCode.DAMAGED);
        assertThat(complained()).contains("Lost: work/notes");
        assertThat(target.resolve("home/big")).hasBinaryContent(machine.big);
    }

    @Test
    void whatCannotBeOpenedIsSaid() throws Exception {
        Files.writeString(temp.resolve("key"), "not a key");
        assertThat(run("ls")).isEqualTo(ExitCode.CANNOT_OPEN);
        Files.writeString(temp.resolve("key"), java.util.Base64.getEncoder().encodeToString(new byte[32]));
        assertThat(run("ls")).isEqualTo(ExitCode.CANNOT_OPEN);
        assertThat(complained()).contains("the key does not open");
        Files.delete(stored("format.json"));
        assertThat(run("ls")).isEqualTo(ExitCode.CANNOT_OPEN);
        assertThat(complained()).contains("--prefix");
        assertThat(bare(List.of("ls", "--dir", temp.resolve("no").toString()))).isEqualTo(ExitCode.CANNOT_OPEN);
    }

    @Test
    void wrongUsageIsSaid() {
        assertThat(bare(List.of())).isEqualTo(ExitCode.USAGE);
        assertThat(bare(List.of("--help"))).isEqualTo(ExitCode.WHOLE);
        assertThat(said()).contains("Exit codes");
        assertThat(bare(List.of("frobnicate"))).isEqualTo(ExitCode.USAGE);
        assertThat(bare(List.of("ls", "--frob"))).isEqualTo(ExitCode.USAGE);
        assertThat(bare(List.of("ls"))).isEqualTo(ExitCode.USAGE);
        assertThat(bare(List.of("ls", "--endpoint", "https://x.example", "--bucket", "b")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(complained()).contains("AWS_ACCESS_KEY_ID");
        assertThat(run("restore")).isEqualTo(ExitCode.USAGE);
        assertThat(run("verify", "--sample", "lots")).isEqualTo(ExitCode.USAGE);
        assertThat(run("ls", "../x")).isEqualTo(ExitCode.USAGE);
    }
}
