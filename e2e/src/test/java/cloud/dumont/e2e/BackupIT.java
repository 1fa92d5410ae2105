package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The files outlive the box: they are saved while somebody works, and come back on other hardware. */
@Tag("quick")
class BackupIT {
    private final Platform platform = Platform.get();

    @Test
    void stopUnderLoadAndStartElsewhereBringEveryFileBack() {
        User ana = User.signUp(platform);
        Machine machine = Machine.rent(platform, ana, "keeper-1");
        machine.run(Trees.MAKE);
        // Somebody goes on writing while the machine is stopped.
        machine.run("nohup sh -c 'i=0; while :; do i=$((i+1)); echo $i >> /root/journal; sleep 0.05; done'"
                + " >/dev/null 2>&1 & sleep 1; echo started");
        String before = machine.run(Trees.HASH);
        machine.awaitProtected();
        long written = Long.parseLong(machine.run("tail -n 1 /root/journal"));
        String box = platform.boxes().getFirst().path("ref").asString();

        machine.post("stop", Map.of("final_backup", true, "deadline_s", 120));
        ana.awaitStatus(machine.id(), "stopped");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> platform.boxes().stream()
                        .noneMatch(now -> now.path("ref").asString().equals(box)));
        JsonNode last = machine.backups("").get(0);
        assertThat(last.path("kind").asString()).isEqualTo("final");
        assertThat(last.path("complete").asBoolean()).isTrue();

        machine.post("start", Map.of());
        ana.awaitStatus(machine.id(), "running");
        machine.awaitRestored();
        assertThat(machine.run(Trees.HASH)).isEqualTo(before);
        List<String> journal = machine.run("cat /root/journal").lines().toList();
        assertThat(journal.size()).as("lines of the journal").isGreaterThanOrEqualTo((int) written);
        for (int line = 0; line < journal.size(); line++) {
            assertThat(journal.get(line)).isEqualTo(Integer.toString(line + 1));
        }
        machine.destroy();
    }

    @Test
    void anOlderVersionOfAFileComesBackToTheSideAndInPlace() {
        User ana = User.signUp(platform);
        Machine machine = Machine.rent(platform, ana, "keeper-2");
        machine.run("mkdir -p /root/project && echo first > /root/project/notes && echo other > /root/project/other");
        machine.awaitProtected();
        String snapshot = machine.snapshot("before the change");
        machine.run("echo second > /root/project/notes && rm /root/project/other");
        machine.awaitProtected();

        JsonNode files = ana.api()
                .get("/backups/" + snapshot + "/files?path=/root/project")
                .expect(200)
                .body()
                .path("entries");
        assertThat(files.findValuesAsString("name")).contains("notes", "other");
        Api.Answer link = ana.api()
                .post("/backups/" + snapshot + "/download", Map.of("paths", List.of("/root/project/notes")))
                .expect(200);
        assertThat(platform.download(link.text("url"))).isEqualTo("first\n");

        machine.restore(Map.of(
                "backup_id",
                snapshot,
                "paths",
                List.of("/root/project"),
                "target",
                "directory",
                "directory",
                "/root/old"));
        assertThat(machine.run("cat /root/old/root/project/notes /root/project/notes"))
                .isEqualTo("first\nsecond");
        machine.restore(Map.of("backup_id", snapshot, "paths", List.of("/root/project"), "target", "in_place"));
        assertThat(machine.run("cat /root/project/notes /root/project/other")).isEqualTo("first\nother");
        machine.destroy();
    }

    @Test
    void aPackDeletedInTheStoreIsNamedByVerificationAndTheRestStillRestores() {
        User ana = User.signUp(platform);
        Machine machine = Machine.rent(platform, ana, "keeper-3");
        machine.run("mkdir -p /root/data && head -c 12000000 /dev/urandom > /root/data/lost");
        machine.awaitProtected();
        List<String> packs = platform.objects(machine.id()).stream()
                .filter(name -> name.contains("/p/"))
                .toList();
        assertThat(packs).isNotEmpty();
        machine.run("head -c 12000000 /dev/urandom > /root/data/kept && sha256sum < /root/data/kept > /root/data/sum");
        String snapshot = machine.snapshot("both");
        for (String pack : packs) {
            platform.fault(
                    "r2", Map.of("kind", "delete_object", "match", Map.of("bucket", platform.bucket(), "key", pack)));
        }

        Api.Answer verify = ana.api()
                .post("/backups/" + snapshot + "/verify", Map.of(), Machine.key())
                .expect(202);
        machine.awaitAction(verify.text("id"));
        JsonNode damaged = ana.api().get("/backups/" + snapshot).expect(200).body();
        assertThat(damaged.path("state").asString()).isEqualTo("damaged");
        JsonNode workspaces =
                ana.api().get("/backup-workspaces").expect(200).body().path("data");
        assertThat(workspaces.toString()).contains("/root/data/lost").doesNotContain("/root/data/kept");

        machine.restore(Map.of(
                "backup_id",
                snapshot,
                "paths",
                List.of("/root/data"),
                "target",
                "directory",
                "directory",
                "/root/back"));
        assertThat(machine.run("sha256sum < /root/back/root/data/kept")).isEqualTo(machine.run("cat /root/data/sum"));
        assertThat(machine.run("test -e /root/back/root/data/lost && echo there || echo missing"))
                .isEqualTo("missing");
        machine.destroy();
    }

    @Test
    void aDestroyedMachineComesBackAsANewOne() {
        User ana = User.signUp(platform);
        Machine machine = Machine.rent(platform, ana, "keeper-4");
        machine.run(Trees.MAKE);
        String before = machine.run(Trees.HASH);
        machine.destroy();
        JsonNode kept = ana.api()
                .get("/backups?instance=" + machine.id())
                .expect(200)
                .body()
                .path("data")
                .get(0);
        assertThat(kept.path("kind").asString()).isEqualTo("final");

        Machine heir = Machine.rent(
                platform, ana, "heir-4", Map.of("restore_from", kept.path("id").asString()));
        heir.awaitRestored();
        assertThat(heir.run(Trees.HASH)).isEqualTo(before);
        heir.destroy();
    }
}
