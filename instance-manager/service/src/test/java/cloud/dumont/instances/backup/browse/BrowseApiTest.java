package cloud.dumont.instances.backup.browse;

import static cloud.dumont.instances.backup.SavingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.head;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.instances.backup.SavingMachine;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.sandbox.r2.R2Object;
import cloud.dumont.sandbox.r2.R2Simulator;
import cloud.dumont.web.caller.Caller;
import com.jayway.jsonpath.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

@SteppedTest
class BrowseApiTest {
    private static final byte[] BIG = bytes(3, 3_000_000);

    @Autowired
    private SagaBench saga;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private R2Simulator r2;

    @Autowired
    private Backups backups;

    private final Caller ana = Users.someone();
    private InstanceId machine;
    private SavingMachine saving;

    @BeforeEach
    void aMachineWithTwoVersions() {
        saga.friendly();
        machine = saga.request(ana, saga.sell(3));
        saga.until(machine, Status.RUNNING);
        saving = SavingMachine.on(saga, mvc, machine);
        saving.folder("root").folder("root/code").file("root/code/train.py", bytes(1, 300));
        saving.file("root/code/model.py", bytes(2, 500)).file("root/big.bin", BIG);
        saving.commit();
        saving.file("root/code/train.py", bytes(5, 310)).remove("root/code/model.py");
        saving.file("root/code/new.py", bytes(6, 10)).commit();
    }

    @AfterEach
    void off() {
        if (saving != null) {
            saving.close();
        }
    }

    private MockHttpServletResponse ask(MockHttpServletRequestBuilder request, Caller caller) {
        try {
            return mvc.perform(request.header("Authorization", Users.bearer(caller)))
                    .andReturn()
                    .getResponse();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private MockHttpServletResponse ask(MockHttpServletRequestBuilder request) {
        return ask(request, ana);
    }

    private String ok(MockHttpServletRequestBuilder request) {
        MockHttpServletResponse response = ask(request);
        assertThat(response.getStatus()).as(text(response)).isBetween(200, 202);
        return text(response);
    }

    private static String text(MockHttpServletResponse response) {
        return new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    private void refused(MockHttpServletRequestBuilder request, int status, String code) {
        MockHttpServletResponse response = ask(request);
        assertThat(response.getStatus()).as(text(response)).isEqualTo(status);
        assertThat(JsonPath.<String>read(text(response), "$.code")).isEqualTo(code);
    }

    private String id(long seq) {
        return saga.jdbc
                .sql("SELECT id FROM backups WHERE instance_id = :id AND seq = :seq")
                .param("id", machine.value())
                .param("seq", seq)
                .query((row, number) -> new cloud.dumont.kernel.BackupId(row.getObject(1, java.util.UUID.class)).text())
                .single();
    }

    private String backup(long seq) {
        return "/api/v1/backups/" + id(seq);
    }

    private static MockHttpServletRequestBuilder json(MockHttpServletRequestBuilder request, String body) {
        return request.contentType(MediaType.APPLICATION_JSON).content(body);
    }

    @Test
    void versionsAreListedNewestFirstInPages() {
        String first = ok(get("/api/v1/instances/" + machine + "/backups?limit=1"));
        assertThat(JsonPath.<List<Integer>>read(first, "$.data[*].seq")).containsExactly(2);
        assertThat(JsonPath.<List<Boolean>>read(first, "$.data[*].latest")).containsExactly(true);
        String cursor = JsonPath.read(first, "$.next_cursor");
        String second = ok(get("/api/v1/instances/" + machine + "/backups?limit=1&cursor=" + cursor));
        assertThat(JsonPath.<List<Integer>>read(second, "$.data[*].seq")).containsExactly(1);
        assertThat(JsonPath.<List<Boolean>>read(second, "$.data[*].latest")).containsExactly(false);
        assertThat(JsonPath.<Object>read(second, "$.next_cursor")).isNull();
        refused(get("/api/v1/backups?cursor=" + cursor), 400, "cursor_invalid");
        refused(get("/api/v1/backups?kind=odd"), 400, "validation_failed");
        assertThat(JsonPath.<List<Integer>>read(ok(get("/api/v1/backups?kind=manual")), "$.data[*].seq"))
                .isEmpty();
        assertThat(JsonPath.<Integer>read(ok(get(backup(1))), "$.files")).isEqualTo(3);
    }

    @Test
    void foldersAreBrowsedSearchedAndCompared() {
        String root = ok(get(backup(1) + "/files?path=/root&limit=1"));
        assertThat(JsonPath.<List<String>>read(root, "$.entries[*].path")).containsExactly("/root/big.bin");
        String cursor = JsonPath.read(root, "$.next_cursor");
        String rest = ok(get(backup(1) + "/files?path=/root&limit=1&cursor=" + cursor));
        assertThat(JsonPath.<List<String>>read(rest, "$.entries[*].type")).containsExactly("directory");
        assertThat(JsonPath.<Integer>read(rest, "$.entries[0].bytes_below")).isEqualTo(800);
        refused(get(backup(1) + "/files?path=/root/code&cursor=" + cursor), 400, "cursor_invalid");
        refused(get(backup(1) + "/files?path=/nowhere"), 404, "not_found");
        refused(get(backup(1) + "/files?path=/a/../b"), 400, "validation_failed");
        String hits = ok(get(backup(1) + "/files?search=MODEL"));
        assertThat(JsonPath.<List<String>>read(hits, "$.entries[*].path")).containsExactly("/root/code/model.py");
        String differences = ok(get(backup(2) + "/compare?with=" + id(1)));
        assertThat(JsonPath.<List<String>>read(differences, "$.added[*].name")).containsExactly("new.py");
        assertThat(JsonPath.<List<String>>read(differences, "$.changed[*].name"))
                .containsExactly("train.py");
        assertThat(JsonPath.<List<String>>read(differences, "$.removed[*].name"))
                .containsExactly("model.py");
    }

    @Test
    void nothingOfOthersIsSeenAndEverythingNeedsItsScope() {
        Caller bob = Users.someone();
        Caller reader = new Caller(
                ana.user(), "ana", Set.of("backups:read"), "user", ana.user().text(), "user");
        List<MockHttpServletRequestBuilder> reads = List.of(
                get("/api/v1/instances/" + machine + "/backups"),
                get(backup(1)),
                get(backup(1) + "/files"),
                get(backup(2) + "/compare?with=" + id(1)));
        reads.forEach(each -> assertThat(ask(each, bob).getStatus()).isEqualTo(404));
        List<java.util.function.Supplier<MockHttpServletRequestBuilder>> writes = List.of(
                () -> json(patch(backup(1)), "{\"description\":\"x\"}"),
                () -> delete(backup(1)),
                () -> post(backup(1) + "/verify"),
                () -> json(post(backup(1) + "/download"), "{\"paths\":[\"/root\"]}"),
                () -> post("/api/v1/instances/" + machine + "/backup-key"),
                () -> json(post("/api/v1/backup-workspaces/" + machine + "/erase"), "{\"confirm\":\"x\"}"),
                () -> json(
                        post("/api/v1/backup-workspaces/" + machine + "/keep"),
                        "{\"until\":\"2030-01-01T00:00:00Z\"}"));
        writes.forEach(each -> assertThat(ask(each.get(), bob).getStatus()).isEqualTo(404));
        writes.forEach(each -> assertThat(ask(each.get(), reader).getStatus()).isEqualTo(403));
        assertThat(JsonPath.<List<Object>>read(text(ask(get("/api/v1/backup-workspaces"), bob)), "$.data"))
                .isEmpty();
    }

    @Test
    void aVersionIsAnnotatedAndDeletedButNotTheNewest() {
        String noted =
                ok(json(patch(backup(1)), "{\"description\":\" before \",\"keep_until\":\"2030-01-01T00:00:00Z\"}"));
        assertThat(JsonPath.<String>read(noted, "$.description")).isEqualTo("before");
        String etag = ask(get(backup(1))).getHeader("ETag");
        String without = ok(json(patch(backup(1)), "{\"keep_until\":null}").header("If-Match", etag));
        assertThat(JsonPath.<Object>read(without, "$.keep_until")).isNull();
        assertThat(JsonPath.<String>read(without, "$.description")).isEqualTo("before");
        refused(json(patch(backup(1)), "{\"description\":\"y\"}").header("If-Match", etag), 412, "precondition_failed");
        refused(json(patch(backup(1)), "{\"seq\":5}"), 400, "validation_failed");
        refused(json(patch(backup(1)), "{\"keep_until\":\"2001-01-01T00:00:00Z\"}"), 400, "validation_failed");
        refused(delete(backup(2)), 409, "is_latest");
        assertThat(ask(delete(backup(1))).getStatus()).isEqualTo(204);
        assertThat(ask(delete(backup(1))).getStatus()).isEqualTo(204);
        refused(get(backup(1) + "/files"), 409, "backup_expired");
        refused(json(patch(backup(1)), "{\"description\":\"y\"}"), 409, "backup_expired");
        String left = ok(get("/api/v1/backups?instance=" + machine));
        assertThat(JsonPath.<List<Integer>>read(left, "$.data[*].seq")).containsExactly(2);
        String expired = ok(get("/api/v1/backups?state=expired&instance=" + machine));
        assertThat(JsonPath.<List<Integer>>read(expired, "$.data[*].seq")).containsExactly(1);
    }

    @Test
    void aVersionThatItsUserKeepsMeanwhileDoesNotExpire() {
        Backup first = backups.numbered(machine, 1).orElseThrow();
        Instant until = saga.clock.instant().plus(Duration.ofDays(9));
        ok(json(patch(backup(1)), "{\"keep_until\":\"" + until + "\"}"));
        assertThat(backups.expireUnkept(machine, List.of(first.id()), saga.clock.instant()))
                .isZero();
        assertThat(backups.expire(machine, first.id(), saga.clock.instant())).isTrue();
    }

    private String link(String paths) {
        return link(1, paths);
    }

    private String link(long seq, String paths) {
        return JsonPath.read(ok(json(post(backup(seq) + "/download"), "{\"paths\":" + paths + "}")), "$.url");
    }

    @Test
    void aFileIsDownloadedOnceWithoutLogin() throws Exception {
        String url = link("[\"/root/big.bin\"]");
        String token = url.substring(url.lastIndexOf('/') + 1);
        assertThat(saga.jdbc
                        .sql(
                                "SELECT count(*) FROM backup_downloads WHERE position(convert_to(:token, 'UTF8') IN token_hash) > 0")
                        .param("token", token)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(mvc.perform(head(url)).andReturn().getResponse().getStatus()).isEqualTo(404);
        MockHttpServletResponse response = mvc.perform(get(url)).andReturn().getResponse();
        assertThat(response.getContentAsByteArray()).isEqualTo(BIG);
        assertThat(response.getHeader("Content-Disposition")).contains("attachment", "big.bin");
        assertThat(response.getContentLengthLong()).isEqualTo(BIG.length);
        assertThat(mvc.perform(get(url)).andReturn().getResponse().getStatus()).isEqualTo(404);
        refused(json(post(backup(1) + "/download"), "{\"paths\":[\"/gone\"]}"), 400, "validation_failed");
        refused(json(post(backup(1) + "/download"), "{\"paths\":[]}"), 400, "validation_failed");
    }

    @Test
    void aLinkThatIsTooOldLeadsNowhere() throws Exception {
        String url = link("[\"/root/big.bin\"]");
        saga.jdbc
                .sql("UPDATE backup_downloads SET expires_at = expires_at - interval '10 minutes'")
                .update();
        assertThat(mvc.perform(get(url)).andReturn().getResponse().getStatus()).isEqualTo(404);
    }

    @Test
    void aFolderIsDownloadedAsAnArchive() throws Exception {
        MockHttpServletResponse response =
                mvc.perform(get(link("[\"/root/code\"]"))).andReturn().getResponse();
        assertThat(response.getContentType()).isEqualTo("application/x-tar");
        assertThat(response.getHeader("Content-Disposition")).contains("code.tar");
        String tar = new String(response.getContentAsByteArray(), StandardCharsets.ISO_8859_1);
        assertThat(response.getContentAsByteArray().length % 512).isZero();
        assertThat(tar).contains("root/code/train.py", "root/code/model.py").doesNotContain("big.bin");
        assertThat(tar).contains(new String(bytes(1, 300), StandardCharsets.ISO_8859_1));
    }

    @Test
    void aDownloadThatBreaksInTheMiddleIsNotPassedOffAsWhole() {
        // Longer than any one chunk, so that something of it is whole whatever the cuts are.
        saving.file("root/long.bin", bytes(9, 12_000_000)).commit();
        R2Object pack = objects().stream()
                .filter(object -> object.size() > 12_000_000)
                .findFirst()
                .orElseThrow();
        flip(pack.key(), pack.size() - 200_000);
        String url = link(3, "[\"/root/long.bin\"]");
        assertThatThrownBy(() -> mvc.perform(get(url))).hasStackTraceContaining("backup_damaged");
    }

    @Test
    void aDownloadThatBreaksAtItsBeginIsRefused() {
        packs().forEach(pack ->
                r2.faults().inject("delete_object", 1, Map.of("bucket", "dumont-backups", "key", pack), 0));
        String url = link("[\"/root/big.bin\"]");
        refused(get(url), 409, "backup_damaged");
    }

    private List<String> packs() {
        return objects().stream()
                .map(R2Object::key)
                .filter(key -> key.contains("/p/"))
                .toList();
    }

    private List<R2Object> objects() {
        return r2.objects("dumont-backups", saving.opened.root() + "e/");
    }

    private void flip(String key, long offset) {
        r2.faults()
                .inject(
                        "bit_flip",
                        1,
                        Map.of("bucket", "dumont-backups", "key", key, "offset", Long.toString(offset), "bit", "3"),
                        0);
    }

    @Test
    void theKeyIsTheOneTheAgentHasAndItsShowingIsTold() {
        MockHttpServletResponse response = ask(post("/api/v1/instances/" + machine + "/backup-key"));
        String body = text(response);
        assertThat(response.getHeader("Cache-Control")).contains("no-store");
        assertThat(JsonPath.<String>read(body, "$.key")).isEqualTo(saving.opened.key());
        assertThat(JsonPath.<String>read(body, "$.root")).isEqualTo(saving.opened.root());
        assertThat(JsonPath.<String>read(body, "$.workspace")).isEqualTo(machine.text());
        assertThat(JsonPath.<String>read(body, "$.format")).isEqualTo("DVF1");
        assertThat(saga.facts(machine)).contains("backup.key_shown");
    }

    @Test
    void workspacesAreListedKeptAndErased() {
        String list = ok(get("/api/v1/backup-workspaces"));
        assertThat(JsonPath.<List<String>>read(list, "$.data[*].instance")).containsExactly(machine.text());
        assertThat(JsonPath.<Integer>read(list, "$.data[0].backups")).isEqualTo(2);
        assertThat(JsonPath.<Integer>read(list, "$.data[0].stored_bytes")).isGreaterThan(BIG.length);
        assertThat(JsonPath.<String>read(list, "$.data[0].price_per_hour.currency"))
                .isEqualTo("USD");
        String path = "/api/v1/backup-workspaces/" + machine;
        String keep = "{\"until\":\"" + saga.clock.instant().plusSeconds(900_000) + "\"}";
        refused(json(post(path + "/keep"), keep), 409, "invalid_state");
        refused(json(post(path + "/erase"), "{\"confirm\":\"x\"}"), 409, "invalid_state");
        destroyed();
        String kept = ok(json(post(path + "/keep"), keep).header("Idempotency-Key", "keep-" + machine));
        assertThat(kept).isEqualTo(ok(json(post(path + "/keep"), keep).header("Idempotency-Key", "keep-" + machine)));
        assertThat(JsonPath.<String>read(kept, "$.delete_at"))
                .isEqualTo(saga.clock.instant().plusSeconds(900_000).toString());
        assertThat(JsonPath.<String>read(ok(get(backup(2))), "$.expires_at"))
                .isEqualTo(JsonPath.<String>read(kept, "$.delete_at"));
        refused(json(post(path + "/erase"), "{\"confirm\":\"wrong\"}"), 422, "confirmation_wrong");
        String erase = "{\"confirm\":\"" + saga.instance(machine).name() + "\"}";
        assertThat(ask(json(post(path + "/erase"), erase)).getStatus()).isEqualTo(204);
        assertThat(ask(json(post(path + "/erase"), erase)).getStatus()).isEqualTo(204);
        refused(post("/api/v1/instances/" + machine + "/backup-key"), 409, "backups_erased");
        refused(get(backup(2) + "/files"), 409, "backup_expired");
        assertThat(JsonPath.<List<Object>>read(ok(get("/api/v1/backup-workspaces")), "$.data"))
                .isEmpty();
    }

    private void destroyed() {
        saga.jdbc
                .sql("UPDATE instances SET destroyed_at = now() WHERE id = :id")
                .param("id", machine.value())
                .update();
        saga.jdbc
                .sql(
                        "UPDATE backup_workspaces SET destroyed_at = now(), delete_at = now() + interval '7 days' WHERE instance_id = :id")
                .param("id", machine.value())
                .update();
    }

    @Test
    void aVerificationIsAskedForOnce() {
        Set<String> actions = new HashSet<>();
        List<String> keys = new ArrayList<>(List.of("verify-1" + machine, "verify-1" + machine, "verify-2" + machine));
        keys.forEach(key -> {
            String answer = ok(post(backup(2) + "/verify").header("Idempotency-Key", key));
            assertThat(JsonPath.<String>read(answer, "$.type")).isEqualTo("backup.verify");
            assertThat(JsonPath.<String>read(answer, "$.status")).isEqualTo("running");
            actions.add(JsonPath.read(answer, "$.id"));
        });
        assertThat(actions).hasSize(1);
        assertThat(JsonPath.<String>read(ok(get(backup(2))), "$.state")).isEqualTo("verifying");
    }
}
