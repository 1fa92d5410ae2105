package cloud.dumont.sandbox.service;

import cloud.dumont.sandbox.os.Command;
import cloud.dumont.sandbox.os.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes the start-up caches of the services, one after the other and at the lowest priority. A cache is only ever seen
 * whole; a service whose cache cannot be made starts without.
 */
public final class CacheTraining implements Runnable {
    private static final System.Logger LOG = System.getLogger(CacheTraining.class.getName());
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Services services;
    private final ServiceEnvironment environment;
    private final Path log;

    public CacheTraining(Services services, ServiceEnvironment environment, Path log) {
        this.services = services;
        this.environment = environment;
        this.log = log;
    }

    @Override
    public void run() {
        for (ServiceSpec spec : services.specs()) {
            ServiceJar jar = services.jars().get(spec.name());
            if (jar == null || Files.exists(jar.cache())) {
                continue;
            }
            try {
                train(spec, jar);
            } catch (IOException failed) {
                LOG.log(System.Logger.Level.WARNING, "no start-up cache of " + spec.name(), failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void train(ServiceSpec spec, ServiceJar jar) throws IOException, InterruptedException {
        Path output = jar.folder().resolve("start.aot.new");
        Files.deleteIfExists(output);
        List<String> words = new ArrayList<>();
        if (Command.exists("nice")) {
            words.addAll(List.of("nice", "-n", "19"));
        }
        words.addAll(jar.training(output));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(jar.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment.of(spec));
        builder.environment().putAll(Map.of("SERVER_PORT", "0", "MANAGEMENT_SERVER_PORT", "0"));
        Process process = Spawner.start(builder, "KILL");
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the training run did not end");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (Files.exists(output)) {
            Files.move(output, jar.cache(), StandardCopyOption.ATOMIC_MOVE);
        } else {
            throw new IOException("the training run left no cache (status " + process.exitValue() + ")");
        }
    }
}
