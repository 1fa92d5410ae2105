package cloud.dumont.agent.backup;

import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.FetchLimits;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.posix.ThisThread;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.restore.RestoreProgress;
import cloud.dumont.agent.restore.Restorer;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.kernel.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A box in a folder: files, the agent's state, an engine of one epoch on the store that is given. */
final class LocalMachine implements AutoCloseable {
    final Path top;
    final Path state;
    final LocalPlatform platform;
    final ObjectStore store;
    private final LocalPlatform.Office office;
    private @Nullable Session session;
    private boolean anew;

    LocalMachine(Path folder, LocalPlatform platform, ObjectStore store, long epoch) throws IOException {
        this.top = Files.createDirectories(folder.resolve("top"));
        this.state = Files.createDirectories(folder.resolve("state"));
        this.platform = platform;
        this.store = store;
        this.office = platform.office(epoch);
    }

    /** From now on the newest tree is not read. */
    void beginAnew() {
        anew = true;
    }

    Session session() throws Exception {
        Session open = session;
        if (open == null) {
            open = Session.open(
                    anew,
                    EngineConfig.of(top, state.resolve("home"), state).atOnce(),
                    office.open(),
                    office.epoch().value(),
                    platform.policy,
                    store,
                    new OfficeRegister(
                            office,
                            System::nanoTime,
                            new OrderDesk(office, System::nanoTime),
                            new FinalCommit(StateFiles.in(state))),
                    System::nanoTime);
            session = open;
        }
        return open;
    }

    /** Looks at everything and commits what differs. */
    @Nullable
    CommitOutcome save() throws Exception {
        return new OneRun(session()).saveAll(null);
    }

    /** As when the agent dies: nothing is said to anybody. */
    void forget() {
        Session open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    static RestoreOrder order(List<CommitRef> chain) {
        return new RestoreOrder("rst_1", chain, List.of(), "", false, false, null);
    }

    Restorer.Result restore(RestoreOrder order) throws InterruptedException {
        return restore(
                order, new RestoreProgress(order.id(), new Epoch(office.epoch().value()), System::nanoTime));
    }

    Restorer.Result restore(RestoreOrder order, RestoreProgress progress) throws InterruptedException {
        return restore(order, progress, null);
    }

    /** As the machine's first restore on this box, which takes away what the commit does not have. */
    Restorer.Result restoreAtStart(RestoreOrder order) throws InterruptedException {
        EngineConfig config = EngineConfig.of(top, state.resolveSibling("agent"), state);
        return restore(
                order,
                new RestoreProgress(order.id(), new Epoch(office.epoch().value()), System::nanoTime),
                new Restorer.Image(Session.scope(config, platform.policy), ThisThread.fileClockNanos()));
    }

    private Restorer.Result restore(RestoreOrder order, RestoreProgress progress, Restorer.@Nullable Image image)
            throws InterruptedException {
        ContainerSource source = new ContainerSource(store, WorkspaceKey.of(platform.key, LocalPlatform.WORKSPACE));
        Restorer.Settings settings = new Restorer.Settings(
                top,
                image == null ? state.resolve("restore") : state.resolve("identities"),
                image == null ? order.id() : LocalPlatform.WORKSPACE,
                office.epoch().value(),
                new FetchLimits(2, 256),
                Thread.ofPlatform().daemon().factory(),
                image,
                null);
        return new Restorer(settings, order, progress).run(source);
    }

    @Override
    public void close() {
        forget();
    }
}
