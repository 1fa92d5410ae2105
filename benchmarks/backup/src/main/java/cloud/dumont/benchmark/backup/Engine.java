package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.backup.BackupLoop;
import cloud.dumont.agent.backup.EngineConfig;
import cloud.dumont.agent.backup.LoginMessage;
import cloud.dumont.agent.backup.OrderDesk;
import cloud.dumont.agent.backup.Restores;
import cloud.dumont.agent.backup.StartGate;
import cloud.dumont.agent.backup.Status;
import cloud.dumont.agent.backup.Stores;
import cloud.dumont.agent.freeze.UserProcesses;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.protocol.backup.BackupReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The agent's backup loop as the agent runs it, on one workspace. */
final class Engine implements AutoCloseable {
    private final LocalOffice office;
    private final OrderDesk desk;
    private final Status status = new Status(System::nanoTime);
    private final Life life = new Life();
    private final Thread thread;
    private final LocalOffice.@Nullable Cycle first;

    private Engine(Place place, Duration safetyScan, boolean save) throws IOException {
        this.office = place.office();
        this.desk = new OrderDesk(office, System::nanoTime);
        Stores stores = place.stores(office);
        StateFiles state = StateFiles.in(place.state());
        EngineConfig usual = EngineConfig.of(place.top(), place.state().resolve("home"), place.state());
        EngineConfig config = new EngineConfig(
                usual.top(),
                usual.never(),
                usual.state(),
                usual.repository(),
                usual.quiet(),
                usual.longest(),
                usual.watchShare(),
                usual.watches(),
                safetyScan);
        Restores restores = new Restores(
                config,
                office,
                stores,
                state,
                new LoginMessage(place.state().resolve("message"), null),
                () -> {},
                life,
                System::nanoTime);
        UserProcesses nobody = new UserProcesses(state, Path.of("/proc"), "DUMONT_BENCH=nobody", Optional::empty);
        BackupLoop loop = new BackupLoop(
                config,
                office,
                stores,
                desk,
                status,
                restores,
                nobody,
                new StartGate(),
                state,
                new BackupLoop.Surroundings(life, place.clock(), System::nanoTime, life::end));
        this.thread = Thread.ofPlatform().name("backup").daemon().unstarted(loop);
        this.first = save ? office.order() : null;
    }

    /** @param save the first thing it does is to save everything */
    static Engine start(Place place, Duration safetyScan, boolean save) throws IOException {
        Engine engine = new Engine(place, safetyScan, save);
        engine.thread.start();
        return engine;
    }

    /** Waits for the commit that was ordered at the start. */
    Line first() {
        LocalOffice.Cycle ordered = first;
        if (ordered == null) {
            throw new IllegalStateException("nothing was ordered at the start");
        }
        return ordered.await();
    }

    /** Saves what changed so far; as a user's snapshot does. */
    Line cycle() {
        LocalOffice.Cycle cycle = office.order();
        desk.changed();
        return cycle.await();
    }

    BackupReading reading() {
        return status.reading();
    }

    @Override
    public void close() throws InterruptedException {
        life.end();
        thread.join();
    }
}
