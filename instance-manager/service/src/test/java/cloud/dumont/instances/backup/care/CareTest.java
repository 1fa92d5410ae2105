package cloud.dumont.instances.backup.care;

import static cloud.dumont.instances.backup.SavingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.instances.action.Action;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.BackupReadings;
import cloud.dumont.instances.backup.SavingMachine;
import cloud.dumont.instances.backup.browse.Destroyed;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.sandbox.r2.R2Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;

@SteppedTest
class CareTest {
    private static final String MAIN = "dumont-backups";
    private static final String COPY = "dumont-backups-2";

    @Autowired
    private SagaBench saga;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private R2Simulator r2;

    @Autowired
    private CareWork care;

    @Autowired
    private VerifyWork verifying;

    @Autowired
    private Verifications verifications;

    @Autowired
    private RequestVerification requests;

    @Autowired
    private LateWatch watch;

    @Autowired
    private Forgetting forgetting;

    @Autowired
    private Backups backups;

    @Autowired
    private Destroyed destroyed;

    @Autowired
    private Workspaces workspaces;

    @Autowired
    private BackupReadings readings;

    @Autowired
    private Actions actions;

    private InstanceId machine;
    private SavingMachine saving;

    @BeforeEach
    void aMachineWithAVersion() {
        saga.friendly();
        machine = saga.request(Users.someone(), saga.sell(3));
        saga.until(machine, Status.RUNNING);
        saving = SavingMachine.on(saga, mvc, machine);
        saving.folder("root").file("root/old.bin", bytes(1, 2_000_000)).file("root/note", bytes(2, 50));
        saving.commit();
    }

    @AfterEach
    void off() {
        r2.faults().clear();
        if (saving != null) {
            saving.close();
        }
    }

    private Next step() {
        return care.step(machine.text());
    }

    private Workspace workspace() {
        return workspaces.find(machine).orElseThrow();
    }

    private List<String> names(String bucket) {
        String root = saving.opened.root();
        return r2.objects(bucket, root).stream()
                .map(object -> object.key().substring(root.length()))
                .sorted()
                .toList();
    }

    private Backup version(long seq) {
        return backups.numbered(machine, seq).orElseThrow();
    }

    private int change(String sql) {
        return saga.jdbc.sql(sql).param("id", machine.value()).update();
    }

    private int count(String sql) {
        return saga.jdbc
                .sql(sql)
                .param("id", machine.value())
                .query(Integer.class)
                .single();
    }

    @Test
    void headAndCopyFollowTheNewestCommit() {
        assertThat(step()).isEqualTo(Next.done());
        assertThat(names(MAIN)).contains("head");
        List<String> containers =
                names(MAIN).stream().filter(name -> name.startsWith("e/")).toList();
        assertThat(names(COPY)).containsAll(containers).contains("format.json", "keys/platform");
        assertThat(workspace().copiedSeq()).isEqualTo(1);
        Instant seen =
                r2.objects(MAIN, saving.opened.root() + "head").getFirst().lastModified();
        assertThat(step()).isEqualTo(Next.done());
        assertThat(r2.objects(MAIN, saving.opened.root() + "head").getFirst().lastModified())
                .isEqualTo(seen);
        saving.file("root/more.bin", bytes(3, 100_000)).commit();
        step();
        assertThat(workspace().copiedSeq()).isEqualTo(2);
        assertThat(names(COPY))
                .containsAll(names(MAIN).stream()
                        .filter(name -> name.startsWith("e/"))
                        .toList());
    }

    @Test
    void packsOfCommitsThatAreForgottenAreCopiedAllTheSame() {
        saving.file("root/more.bin", bytes(3, 100_000)).commit();
        change("UPDATE backups SET parent = NULL WHERE instance_id = :id");
        change("DELETE FROM backups WHERE instance_id = :id AND seq = 1");
        step();
        assertThat(workspace().copiedSeq()).isEqualTo(2);
        assertThat(names(COPY))
                .containsAll(names(MAIN).stream()
                        .filter(name -> name.startsWith("e/"))
                        .toList());
    }

    @Test
    void aSecondStoreThatIsAwayHoldsNothingElseUp() {
        r2.faults().inject("error_503", 1_000, Map.of("bucket", COPY), 0);
        assertThat(step()).isInstanceOf(Next.After.class);
        assertThat(names(MAIN)).contains("head");
        assertThat(workspace().copiedSeq()).isZero();
        r2.faults().clear();
        assertThat(step()).isEqualTo(Next.done());
        assertThat(workspace().copiedSeq()).isEqualTo(1);
    }

    private ActionId verify(long seq) {
        ActionId action = requests.ask(version(seq), new ActionId(UUID.randomUUID()));
        Verification waiting = verifications.waitingOf(version(seq).id()).orElseThrow();
        assertThat(verifying.step(waiting.id().key())).isEqualTo(Next.done());
        assertThat(verifying.step(waiting.id().key())).isEqualTo(Next.done());
        return action;
    }

    @Test
    void aWholeVersionIsVerified() {
        Action action = actions.find(verify(1)).orElseThrow();
        assertThat(action.status()).isEqualTo(Action.Status.SUCCEEDED);
        assertThat(action.result()).containsEntry("state", "verified").containsEntry("damaged_files", "0");
        assertThat(version(1).state()).isEqualTo(Backup.State.VERIFIED);
        assertThat(workspace().verifiedState()).isEqualTo("verified");
        assertThat(saga.facts(machine)).containsOnlyOnce("backup.verified");
    }

    private String bigPack() {
        return r2.objects(MAIN, saving.opened.root() + "e/").stream()
                .filter(object -> object.size() > 1_000_000)
                .findFirst()
                .orElseThrow()
                .key();
    }

    @Test
    void aMissingPackIsFoundAndItsFilesAreNamed() {
        r2.faults().inject("delete_object", 1, Map.of("bucket", MAIN, "key", bigPack()), 0);
        Action action = actions.find(verify(1)).orElseThrow();
        assertThat(action.result()).containsEntry("state", "damaged").containsEntry("damaged_files", "1");
        assertThat(version(1).state()).isEqualTo(Backup.State.DAMAGED);
        assertThat(workspace().verifiedState()).isEqualTo("damaged");
        assertThat(workspace().damagedFiles()).containsExactly("/root/old.bin");
        assertThat(saga.facts(machine)).containsOnlyOnce("backup.damaged");
        saving.remove("root/old.bin").commit();
        verify(2);
        assertThat(version(2).state()).isEqualTo(Backup.State.VERIFIED);
        assertThat(workspace().verifiedState()).isEqualTo("verified");
        assertThat(workspace().damagedFiles()).isEmpty();
        assertThat(version(1).state()).isEqualTo(Backup.State.DAMAGED);
    }

    @Test
    void theNewestVersionIsReadBackWhenItIsTime() {
        requests.sweep();
        assertThat(verifications.waitingOf(version(1).id())).isEmpty();
        change("UPDATE backups SET committed_at = committed_at - interval '11 minutes' WHERE instance_id = :id");
        requests.sweep();
        requests.sweep();
        Verification waiting = verifications.waitingOf(version(1).id()).orElseThrow();
        assertThat(waiting.extent()).isEqualTo(Verification.Extent.SAMPLE);
        verifying.step(waiting.id().key());
        requests.sweep();
        assertThat(verifications.waitingOf(version(1).id())).isEmpty();
        change("UPDATE backup_workspaces SET verified_at = verified_at - interval '25 hours' WHERE instance_id = :id");
        change("UPDATE backup_verifications SET created_at = created_at - interval '25 hours' WHERE instance_id = :id");
        requests.sweep();
        assertThat(verifications.waitingOf(version(1).id())).isPresent();
    }

    @Test
    void whoeverAsksDuringASampleGetsTheWhole() {
        change("UPDATE backups SET committed_at = committed_at - interval '11 minutes' WHERE instance_id = :id");
        requests.sweep();
        Verification sample = verifications.waitingOf(version(1).id()).orElseThrow();
        ActionId action = requests.ask(version(1), new ActionId(UUID.randomUUID()));
        assertThat(requests.ask(version(1), new ActionId(UUID.randomUUID()))).isEqualTo(action);
        verifying.step(sample.id().key());
        assertThat(actions.find(action).orElseThrow().status()).isEqualTo(Action.Status.SUCCEEDED);
        assertThat(saga.facts(machine)).containsOnlyOnce("backup.verified");
    }

    @Test
    void aStoreThatIsAwayProvesNothing() {
        ActionId action = requests.ask(version(1), new ActionId(UUID.randomUUID()));
        Verification waiting = verifications.waitingOf(version(1).id()).orElseThrow();
        r2.faults().inject("error_503", 1_000, Map.of("bucket", MAIN), 0);
        assertThat(verifying.step(waiting.id().key())).isInstanceOf(Next.After.class);
        assertThat(version(1).state()).isEqualTo(Backup.State.VERIFYING);
        change("UPDATE backup_verifications SET created_at = created_at - interval '3 hours' WHERE instance_id = :id");
        assertThat(verifying.step(waiting.id().key())).isEqualTo(Next.done());
        assertThat(actions.find(action).orElseThrow().status()).isEqualTo(Action.Status.FAILED);
        assertThat(version(1).state()).isEqualTo(Backup.State.COMMITTED);
        assertThat(workspace().verifiedState()).isNull();
    }

    private void makeOld() {
        change("UPDATE backup_objects SET put_until = put_until - interval '3 days' WHERE instance_id = :id");
        change("UPDATE backup_workspaces SET collected_at = now() - interval '3 days' WHERE instance_id = :id");
        change("UPDATE backups SET expired_at = expired_at - interval '3 days' WHERE instance_id = :id");
    }

    @Test
    void whatHasJustExpiredMayStillBeRead() {
        String pack = bigPack().substring(saving.opened.root().length());
        commitsWithoutTheBigFile();
        makeOld();
        List<BackupId> all = backups.all(machine).stream().map(Backup::id).toList();
        backups.expireUnkept(machine, all, saga.clock.instant());
        step();
        assertThat(version(1).state()).isEqualTo(Backup.State.EXPIRED);
        assertThat(names(MAIN)).contains(pack);
        makeOld();
        step();
        assertThat(names(MAIN)).doesNotContain(pack);
    }

    @Test
    void whatItsUserKeepsMeanwhileDoesNotExpire() {
        saving.file("root/note", bytes(10, 50)).commit();
        Backup first = version(1);
        assertThat(backups.describe(first, null, saga.clock.instant().plus(Duration.ofDays(9))))
                .isTrue();
        assertThat(backups.expireUnkept(machine, List.of(first.id()), saga.clock.instant()))
                .isZero();
        assertThat(backups.expire(machine, first.id(), saga.clock.instant())).isTrue();
    }

    @Test
    void whatNoVersionNeedsIsRemovedFromBothStores() {
        String doomed = bigPack().substring(saving.opened.root().length());
        long tip = commitsWithoutTheBigFile();
        step();
        long stored = workspace().storedBytes();
        List<BackupId> all = backups.all(machine).stream().map(Backup::id).toList();
        assertThat(backups.expireUnkept(machine, all, saga.clock.instant())).isEqualTo(all.size() - 1);
        makeOld();
        step();
        String first = "e/%012d/c/%012d".formatted(saving.epoch(), 1);
        String last = "e/%012d/c/%012d".formatted(saving.epoch(), tip);
        assertThat(names(MAIN)).doesNotContain(doomed, first).contains(last);
        assertThat(names(COPY)).doesNotContain(doomed, first).contains(last);
        assertThat(workspace().storedBytes()).isLessThan(stored - 2_000_000).isPositive();
        assertThat(count("SELECT count(*) FROM backup_objects WHERE instance_id = :id AND name = '" + doomed + "'"))
                .isZero();
        verify(tip);
        assertThat(version(tip).state()).isEqualTo(Backup.State.VERIFIED);
        change("UPDATE backups SET expired_at = expired_at - interval '31 days' WHERE instance_id = :id");
        forgetting.pass();
        assertThat(backups.all(machine)).extracting(Backup::seq).contains(tip).doesNotContain(1L);
    }

    /** The big file stays needed until a version with a tree of its own follows. */
    private long commitsWithoutTheBigFile() {
        saving.remove("root/old.bin").commit();
        Backup tip = backups.tip(machine).orElseThrow();
        while (!tip.tree()) {
            saving.file("root/note", bytes(tip.seq(), 50)).commit();
            tip = backups.tip(machine).orElseThrow();
        }
        return tip.seq();
    }

    @Test
    void aVersionThatARestoreReadsStays() {
        String pack = bigPack().substring(saving.opened.root().length());
        commitsWithoutTheBigFile();
        saga.jdbc
                .sql("""
                        INSERT INTO restores (id, instance_id, user_id, backup_id, source_id, epoch, placement_id, state, created_at)
                        SELECT :restore, b.instance_id, b.user_id, b.id, b.instance_id, b.epoch, :placement, 'running', now()
                          FROM backups b WHERE b.instance_id = :id AND seq = 1
                        """)
                .param("restore", UUID.randomUUID())
                .param("placement", saving.placement().value())
                .param("id", machine.value())
                .update();
        List<BackupId> all = backups.all(machine).stream().map(Backup::id).toList();
        backups.expireUnkept(machine, all, saga.clock.instant());
        makeOld();
        step();
        assertThat(version(1).state()).isEqualTo(Backup.State.EXPIRED);
        assertThat(names(MAIN)).contains(pack);
        change("UPDATE restores SET state = 'done' WHERE instance_id = :id");
        makeOld();
        step();
        assertThat(names(MAIN)).doesNotContain(pack);
    }

    @Test
    void versionsExpireByPolicyAndUploadsThatNeverCameAreForgotten() {
        saving.announce(77);
        for (int i = 0; i < 3; i++) {
            saving.file("root/note", bytes(10 + i, 50)).commit();
        }
        change("UPDATE backups SET committed_at = committed_at - interval '50 days' WHERE instance_id = :id");
        change("UPDATE backups SET description = 'x', kind = 'manual' WHERE instance_id = :id AND seq = 2");
        makeOld();
        step();
        assertThat(backups.all(machine))
                .extracting(Backup::state)
                .containsExactly(
                        Backup.State.EXPIRED, Backup.State.COMMITTED, Backup.State.EXPIRED, Backup.State.COMMITTED);
        assertThat(count("SELECT count(*) FROM backup_objects WHERE instance_id = :id AND committed_seq IS NULL"))
                .isZero();
        verify(4);
        assertThat(version(4).state()).isEqualTo(Backup.State.VERIFIED);
        change("UPDATE backups SET expired_at = expired_at - interval '31 days' WHERE instance_id = :id");
        forgetting.pass();
        assertThat(backups.chain(machine, 4).getLast().seq()).isEqualTo(4);
        verify(2);
        assertThat(version(2).state()).isEqualTo(Backup.State.VERIFIED);
    }

    @Test
    void aDestroyedMachinesKeyGoesFirstAndThenEverything() {
        step();
        change("UPDATE instances SET destroyed_at = now() WHERE id = :id");
        workspaces.destroyed(machine, saga.clock.instant(), saga.clock.instant().plus(Duration.ofDays(7)));
        assertThat(step()).isEqualTo(Next.done());
        assertThat(destroyed.eraseIfDue(machine, saga.clock.instant())).isFalse();
        assertThat(workspace().erasedAt()).isNull();
        change("UPDATE backup_workspaces SET delete_at = now() - interval '1 day' WHERE instance_id = :id");
        r2.faults().inject("error_503", 1_000, Map.of("bucket", MAIN), 0);
        assertThat(step()).isInstanceOf(Next.After.class);
        assertThat(workspace().hasKey()).isFalse();
        assertThat(names(MAIN)).isNotEmpty();
        r2.faults().clear();
        assertThat(step()).isInstanceOf(Next.After.class);
        assertThat(names(MAIN)).isEmpty();
        assertThat(names(COPY)).isEmpty();
        assertThat(count("SELECT count(*) FROM backup_objects WHERE instance_id = :id"))
                .isPositive();
        change("UPDATE backup_objects SET put_until = put_until - interval '1 day' WHERE instance_id = :id");
        assertThat(step()).isEqualTo(Next.done());
        assertThat(count("SELECT count(*) FROM backup_objects WHERE instance_id = :id"))
                .isZero();
        assertThat(count("SELECT count(*) FROM backup_workspaces WHERE instance_id = :id AND cleared_at IS NOT NULL"))
                .isEqualTo(1);
        assertThat(version(1).state()).isEqualTo(Backup.State.EXPIRED);
    }

    private void beat(long protectedAgoMillis) {
        saga.clock.advance(Duration.ofMillis(10));
        readings.keep(
                saving.placement(),
                saving.epoch(),
                saga.clock.instant(),
                new BackupReading("idle", 1, protectedAgoMillis, 0, 0, 0, 2, 100, true, null));
    }

    @Test
    void aBackupThatIsLateIsToldOncePerEpisode() {
        change("UPDATE backups SET frozen_at = frozen_at - interval '1 hour' WHERE instance_id = :id");
        change("UPDATE placements SET serving_from = serving_from - interval '2 hours' WHERE instance_id = :id");
        beat(10_000);
        watch.pass();
        assertThat(saga.facts(machine)).doesNotContain("backup.late");
        beat(400_000);
        watch.pass();
        watch.pass();
        assertThat(saga.facts(machine)).containsOnlyOnce("backup.late");
        assertThat(workspace().lateSince()).isNotNull();
        beat(10_000);
        watch.pass();
        assertThat(workspace().lateSince()).isNull();
        beat(400_000);
        watch.pass();
        assertThat(saga.facts(machine).stream().filter("backup.late"::equals)).hasSize(2);
    }
}
