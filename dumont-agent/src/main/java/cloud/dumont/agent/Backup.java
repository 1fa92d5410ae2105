package cloud.dumont.agent;

import cloud.dumont.agent.backup.BackupLoop;
import cloud.dumont.agent.backup.BackupOffice;
import cloud.dumont.agent.backup.EngineConfig;
import cloud.dumont.agent.backup.HttpBackupOffice;
import cloud.dumont.agent.backup.LoginMessage;
import cloud.dumont.agent.backup.OrderDesk;
import cloud.dumont.agent.backup.Restores;
import cloud.dumont.agent.backup.StartGate;
import cloud.dumont.agent.backup.Status;
import cloud.dumont.agent.backup.Stores;
import cloud.dumont.agent.command.Quiesce;
import cloud.dumont.agent.command.SyncKeys;
import cloud.dumont.agent.freeze.UserProcesses;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.platform.PlatformSession;
import cloud.dumont.agent.ssh.SshDaemon;
import cloud.dumont.kernel.Epoch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The parts of the backup that the agent's other loops deal with. */
record Backup(BackupLoop loop, OrderDesk desk, Status status, StartGate gate) {
    private static final System.Logger log = System.getLogger(Backup.class.getName());

    static Backup of(
            AgentConfig config,
            Epoch epoch,
            PlatformSession platform,
            SshDaemon ssh,
            SyncKeys keys,
            Quiesce quiesce,
            StateFiles state,
            Life life,
            InstantSource clock) {
        LongSupplier nanoTime = System::nanoTime;
        EngineConfig engine = EngineConfig.of(config.root(), config.home(), config.state());
        BackupOffice office = new HttpBackupOffice(platform, epoch);
        Stores stores = Stores.presigned(office);
        LoginMessage message = new LoginMessage(
                config.home().resolve("restore.txt"), config.root().resolve("etc/profile.d"));
        Restores restores = new Restores(engine, office, stores, state, message, keys::sync, life, nanoTime);
        UserProcesses processes = new UserProcesses(
                state,
                Path.of("/proc"),
                config.processMark(),
                () -> ssh.process().map(ProcessHandle::pid));
        OrderDesk desk = new OrderDesk(office, nanoTime);
        Status status = new Status(nanoTime);
        StartGate gate = new StartGate();
        BackupLoop loop = new BackupLoop(
                engine,
                office,
                stores,
                desk,
                status,
                restores,
                processes,
                gate,
                state,
                new BackupLoop.Surroundings(life, clock, nanoTime, () -> quiesce(quiesce)));
        return new Backup(loop, desk, status, gate);
    }

    private static void quiesce(Quiesce quiesce) {
        try {
            quiesce.now();
        } catch (IOException e) {
            log.log(System.Logger.Level.ERROR, "this box could not be made quiet", e);
        }
    }
}
