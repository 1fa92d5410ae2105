package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.box.Isolation;
import cloud.dumont.sandbox.box.LocalMachineHost;
import cloud.dumont.sandbox.box.MachineRoot;
import cloud.dumont.sandbox.box.NamespaceMachineHost;
import cloud.dumont.sandbox.box.ProcessMachineHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Chooses how machines are isolated, and says so. */
final class Hosts {
    private Hosts() {}

    static LocalMachineHost open(LocalCloudConfig config, InstantSource clock, Consumer<String> progress)
            throws IOException {
        return switch (config.machines()) {
            case NAMESPACE -> namespaces(config, clock);
            case PROCESS -> processes(config, clock, progress);
            case AUTO -> {
                Isolation.Verdict verdict = Isolation.probe(config.run());
                if (verdict.namespaces()) {
                    yield namespaces(config, clock);
                }
                progress.accept("no namespaces for machines: " + verdict.reason());
                yield processes(config, clock, progress);
            }
        };
    }

    private static LocalMachineHost namespaces(LocalCloudConfig config, InstantSource clock) throws IOException {
        MachineRoot root = new MachineRoot(image(config));
        root.path();
        return new NamespaceMachineHost(
                machines(config),
                image(config),
                root,
                config.ports().base(),
                config.ports().subnet(),
                clock);
    }

    private static LocalMachineHost processes(LocalCloudConfig config, InstantSource clock, Consumer<String> progress)
            throws IOException {
        LocalMachineHost host = new ProcessMachineHost(machines(config), image(config), clock);
        progress.accept("machines in process mode: " + host.missingIsolation());
        return host;
    }

    private static Path image(LocalCloudConfig config) {
        return config.repository().resolve("sandbox/machine-image");
    }

    private static Path machines(LocalCloudConfig config) {
        return config.state().resolve("machines");
    }
}
