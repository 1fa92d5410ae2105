package cloud.dumont.sandbox.service;

import cloud.dumont.sandbox.os.Daemon;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Our services, each in its own process from the same jar as in production, started two at a time. */
public final class Services {
    public static final String GATEWAY = "gateway";
    public static final String INSTANCE_MANAGER = "instance-manager";
    public static final String BILLING = "billing-service";
    public static final String MONITORING = "monitoring-service";

    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final int AT_ONCE = 2;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final List<ServiceSpec> specs;
    private final Map<String, Daemon> daemons = new LinkedHashMap<>();
    private final Map<String, ServiceJar> jars = new LinkedHashMap<>();

    /** The services in their order of starting; those that serve others come first. */
    public Services(List<ServiceSpec> specs) {
        this.specs = List.copyOf(specs);
    }

    public List<ServiceSpec> specs() {
        return specs;
    }

    public Map<String, Daemon> daemons() {
        return daemons;
    }

    Map<String, ServiceJar> jars() {
        return jars;
    }

    /** Unpacks the jars and prepares the processes; starts nothing. */
    public void lay(
            Path repository, Path run, Function<String, Path> log, ServiceEnvironment environment, InstantSource clock)
            throws IOException {
        for (ServiceSpec spec : specs) {
            ServiceJar jar = ServiceJar.lay(spec, repository, run);
            jars.put(spec.name(), jar);
            Daemon.Recipe recipe = new Daemon.Recipe(
                    spec.name(),
                    jar.command(),
                    run.resolve(spec.name()),
                    environment.of(spec),
                    log.apply(spec.name()),
                    "TERM",
                    "KILL",
                    true);
            daemons.put(spec.name(), new Daemon(recipe, () -> ready(spec), clock));
        }
    }

    /** Told of each service that is ready. */
    @FunctionalInterface
    public interface Progress {
        void ready(String line) throws IOException;
    }

    /** Starts all, two at a time, and waits for each. */
    public void start(Progress progress) throws IOException {
        for (int first = 0; first < specs.size(); first += AT_ONCE) {
            List<ServiceSpec> batch = specs.subList(first, Math.min(specs.size(), first + AT_ONCE));
            long began = System.nanoTime();
            for (ServiceSpec spec : batch) {
                daemon(spec).start();
            }
            for (ServiceSpec spec : batch) {
                daemon(spec).awaitHealthy(PATIENCE);
                long ms = Duration.ofNanos(System.nanoTime() - began).toMillis();
                progress.ready("%s ready (%.1f s)".formatted(spec.name(), ms / 1000.0));
            }
        }
    }

    /** Stops all in the opposite order. */
    public void stop() throws IOException {
        for (ServiceSpec spec : specs.reversed()) {
            Daemon daemon = daemons.get(spec.name());
            if (daemon != null) {
                daemon.stop(FAREWELL);
            }
        }
    }

    private Daemon daemon(ServiceSpec spec) {
        Daemon daemon = daemons.get(spec.name());
        if (daemon == null) {
            throw new IllegalStateException(spec.name() + " is not laid yet");
        }
        return daemon;
    }

    private static boolean ready(ServiceSpec spec) {
        URI uri = URI.create("http://127.0.0.1:" + spec.managementPort() + "/actuator/health/readiness");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(3)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
