package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.FetchLimits;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.agent.restore.RestoreProgress;
import cloud.dumont.agent.restore.Restorer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The newest commit onto an empty folder, as on a box that a machine has just moved to. */
final class RestoreRun {
    /** As many as the agent takes. */
    private static final int CONNECTIONS = 12;

    private static final long EVERY_MILLIS = 10;
    private final Place place;

    RestoreRun(Place place) {
        this.place = place;
    }

    Line run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        long processor = ProcessorTime.nanos();
        Files.createDirectories(place.top());
        LocalOffice office = place.office();
        RestoreOrder order =
                new RestoreOrder("rst_" + began, place.workspace().chain(), List.of(), "", false, true, null);
        RestoreProgress progress = new RestoreProgress(order.id(), office.epoch(), System::nanoTime);
        AtomicLong usableNanos = new AtomicLong();
        Thread watching = Thread.ofPlatform().daemon().start(() -> watch(progress, began, usableNanos));
        ContainerSource source = new ContainerSource(
                place.stores(office).of(null),
                WorkspaceKey.of(place.workspace().key(), place.workspace().name()));
        Restorer.Settings settings = new Restorer.Settings(
                place.top(),
                place.state().resolve("restored"),
                order.id(),
                office.epoch().value(),
                new FetchLimits(CONNECTIONS, FetchLimits.STANDARD.window()),
                Thread.ofPlatform().daemon().name("fetch").factory(),
                null,
                null);
        Restorer.Result result = new Restorer(settings, order, progress).run(source);
        watching.join();
        RestoreReport report = progress.report();
        return Line.of("restored")
                .millis("ms", System.nanoTime() - began)
                .millis("usable", usableNanos.get())
                .millis("cpu", ProcessorTime.nanos() - processor)
                .with("files", report.filesDone())
                .with("bytes", report.bytesDone())
                .with("well", result.equals(new Restorer.Result.Done(0)));
    }

    /** When the names and the files that a user begins with are in place. */
    private static void watch(RestoreProgress progress, long began, AtomicLong usableNanos) {
        try {
            while (true) {
                String phase = progress.report().phase();
                boolean usable = phase.equals(RestoreReport.REST) || phase.equals(RestoreReport.DONE);
                if (usable) {
                    usableNanos.set(System.nanoTime() - began);
                }
                if (usable || phase.equals(RestoreReport.FAILED)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
