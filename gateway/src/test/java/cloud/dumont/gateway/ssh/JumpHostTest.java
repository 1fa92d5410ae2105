package cloud.dumont.gateway.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.events.Actor;
import cloud.dumont.events.InstanceEvent;
import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.SshKeygen;
import cloud.dumont.gateway.testing.StubService;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** With the real OpenSSH client; the boxes are small sshds in this process. */
@GatewayTest
class JumpHostTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JumpHost jump;

    @Autowired
    private OpenChannels channels;

    @Autowired
    private Outbox outbox;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @TempDir
    private Path directory;

    private final InstanceId machine = new InstanceId(UUID.randomUUID());
    private Visitor ana;
    private OpenSsh ssh;
    private Box first;
    private Box second;
    private String keyId;

    @BeforeEach
    void prepare() {
        World.SERVICES.reset();
        ana = Visitor.loggedIn(port);
        SshKeygen.Made key = SshKeygen.make(directory, "ed25519", 256);
        keyId = ana.post("/api/v1/ssh-keys", Map.of("public_key", key.publicLine()))
                .json()
                .path("id")
                .asString();
        Path hostKey = SshKeygen.make(directory, "ed25519", 256).file();
        first = new Box("first", hostKey);
        second = new Box("second", hostKey);
        ssh = new OpenSsh(directory, jump.port(), handle(), key.file());
    }

    private String handle() {
        return ana.get("/api/v1/account").json().path("handle").asString();
    }

    @AfterEach
    void tidyUp() {
        first.close();
        second.close();
    }

    private void route(Box box, long epoch) {
        World.SERVICES.behave(exchange -> {
            boolean known = exchange.getRequestURI().getPath().equals("/internal/routes")
                    && exchange.getRequestURI().getQuery().endsWith("&name=nlp-1");
            StubService.json(
                    exchange,
                    known ? 200 : 404,
                    known
                            ? "{\"instance\":\"" + machine + "\",\"status\":\"running\",\"epoch\":" + epoch
                                    + ",\"host\":\"127.0.0.1\",\"port\":" + box.port()
                                    + ",\"ssh_user\":\"root\",\"message\":\"nlp-1 is running\"}"
                            : "{\"code\":\"not_found\"}");
        });
    }

    private void closed(String message) {
        World.SERVICES.behave(exchange -> StubService.json(
                exchange,
                200,
                "{\"instance\":\"" + machine + "\",\"status\":\"booting\",\"epoch\":1,\"host\":null,\"port\":null,"
                        + "\"ssh_user\":\"root\",\"message\":\"" + message + "\"}"));
    }

    @Test
    void throughTheJumpHostToTheMachineByItsName() {
        route(first, 1);
        OpenSsh.Ended ended = ssh.run("nlp-1", "name");
        assertThat(ended.output()).isEqualTo("first\n");
        assertThat(ended.status()).isZero();
        StubService.Asked asked = World.SERVICES.last();
        assertThat(asked.query()).startsWith("user=usr_");
        assertThat(asked.claims().getSubject()).isEqualTo("svc:gateway");
        Awaitility.await()
                .until(() -> !ana.get("/api/v1/ssh-keys/" + keyId)
                        .json()
                        .path("last_used_at")
                        .isNull());
    }

    @Test
    void manyBytesArriveWhole() {
        route(first, 1);
        OpenSsh.Ended ended = ssh.run("nlp-1", "bytes 3000000");
        assertThat(ended.output()).hasSize(3_000_000);
    }

    @Test
    void whoCannotPassIsToldWhy() {
        closed("nlp-1 is starting: waiting for the box to answer");
        assertThat(ssh.run("nlp-1", "name").errors()).contains("nlp-1 is starting: waiting for the box to answer");
        route(first, 1);
        assertThat(ssh.run("nlp-9", "name").errors()).contains("you have no machine called nlp-9");
        World.SERVICES.behave(exchange -> StubService.json(exchange, 500, "{}"));
        assertThat(ssh.run("nlp-1", "name").errors()).contains("cannot tell where nlp-1 is");
        route(first, 1);
        first.close();
        assertThat(ssh.run("nlp-1", "name").errors()).contains("the box of nlp-1 does not answer");
    }

    @Test
    void theJumpHostItselfIsNoMachine() {
        route(first, 1);
        assertThat(ssh.run("jump", "id").errors()).contains("this is a jump host: use it with ssh -J");
        assertThat(ssh.with("-W", "127.0.0.1:22").run("jump").errors())
                .contains("you have no machine called 127.0.0.1");
        assertThat(ssh.with("-W", "nlp-1:6379").run("jump").errors()).contains("only port 22");
        OpenSsh.Ended listening = ssh.with("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1")
                .run("jump");
        assertThat(listening.status()).isEqualTo(255);
        assertThat(listening.errors()).contains("remote port forwarding failed");
    }

    @Test
    void onlyRegisteredKeysOfThatAccountPass() {
        route(first, 1);
        SshKeygen.Made stranger = SshKeygen.make(directory, "ed25519", 256);
        OpenSsh evil = new OpenSsh(directory, jump.port(), handle(), stranger.file());
        assertThat(evil.run("nlp-1", "name").errors()).contains("Permission denied (publickey)");

        Visitor eve = Visitor.loggedIn(port);
        eve.post("/api/v1/ssh-keys", Map.of("public_key", stranger.publicLine()));
        assertThat(evil.run("nlp-1", "name").errors()).contains("Permission denied (publickey)");

        ana.delete("/api/v1/ssh-keys/" + keyId);
        assertThat(ssh.run("nlp-1", "name").errors()).contains("Permission denied (publickey)");
    }

    @Test
    void rsaAndEcdsaKeysPassToo() {
        route(first, 1);
        for (String type : new String[] {"rsa", "ecdsa"}) {
            SshKeygen.Made key = SshKeygen.make(directory, type, type.equals("rsa") ? 3072 : 256);
            ana.post("/api/v1/ssh-keys", Map.of("public_key", key.publicLine()));
            OpenSsh other = new OpenSsh(directory, jump.port(), handle(), key.file());
            assertThat(other.run("nlp-1", "name").output()).isEqualTo("first\n");
        }
    }

    @Test
    void aMoveClosesWhatLeadsToTheOldBoxAndTheSameCommandReconnects() {
        route(first, 1);
        OpenSsh.Running session = ssh.start("nlp-1", "wait");
        first.awaitWaiting();
        publishMove(2);
        OpenSsh.Ended ended = session.await();
        assertThat(ended.status()).isEqualTo(255);
        route(second, 2);
        assertThat(ssh.run("nlp-1", "name").output()).isEqualTo("second\n");
    }

    @Test
    void anOlderFactClosesNothing() {
        route(first, 3);
        OpenSsh.Running session = ssh.start("nlp-1", "wait");
        first.awaitWaiting();
        publishMove(3);
        publishMove(2);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> jdbc.sql("SELECT count(*) FROM inbox i JOIN outbox o ON o.event_id = i.event_id "
                                        + "WHERE i.consumer = 'gateway-ssh' AND o.key = :key")
                                .param("key", machine.text())
                                .query(Integer.class)
                                .single()
                        == 2);
        assertThat(channels.all()).anyMatch(entry -> entry.machine().equals(machine));
        first.release();
        assertThat(session.await().status()).isZero();
    }

    @Test
    void aMoveIsSeenEvenIfItsFactIsLost() {
        route(first, 1);
        OpenSsh.Running session = ssh.start("nlp-1", "wait");
        first.awaitWaiting();
        route(second, 2);
        OpenSsh.Ended end = session.await();
        assertThat(end.status()).isEqualTo(255);
        assertThat(end.errors()).contains("nlp-1 left this box; the same command leads to the next one");
    }

    private void publishMove(long epoch) {
        UserId user = new UserId(UUID.randomUUID());
        transactions.executeWithoutResult(tx -> outbox.append(
                World.CLOCK.instant(),
                new Fact(
                        machine.text(),
                        machine.text(),
                        epoch,
                        new Epoch(epoch),
                        user,
                        Actor.system("test"),
                        null,
                        new InstanceEvent.RouteChanged("nlp-1", "127.0.0.1", second.port(), null))));
    }
}
