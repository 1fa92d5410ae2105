package cloud.dumont.sandbox.local;

import java.nio.file.Path;
import java.util.Set;

/**
 * What a sandbox is started with.
 *
 * @param repository the checkout, with its modules already built
 * @param state everything that the sandbox keeps; one folder per port base
 * @param fresh begin with an empty state folder
 * @param bootScale factor on the vendors' boot times: 1 is the real world
 * @param seed of the simulated market
 * @param without services that are not started, for instance because one runs from an editor
 * @param trainCaches make start-up caches of the services in the background once all runs
 */
public record LocalCloudConfig(
        Path repository,
        Path state,
        Ports ports,
        MachineMode machines,
        boolean fresh,
        double bootScale,
        long seed,
        Set<String> without,
        boolean trainCaches) {

    /** A quick boot for people and tests: a machine is usable within seconds. */
    public static final double QUICK_BOOT = 0.2;

    private static final long SEED = 20_261_123;

    public LocalCloudConfig {
        repository = repository.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
        without = Set.copyOf(without);
        if (!(bootScale >= 0 && bootScale <= 10)) {
            throw new IllegalArgumentException("the scale of boot times must be between 0 and 10, not " + bootScale);
        }
    }

    /** The defaults on a port base: own state folder, isolation as good as this machine gives. */
    public static LocalCloudConfig of(Path repository, Ports ports) {
        Path dumont = repository.resolve(".dumont");
        Path state = ports.isDefault() ? dumont : dumont.resolve(Integer.toString(ports.base()));
        return new LocalCloudConfig(
                repository, state, ports, MachineMode.AUTO, false, QUICK_BOOT, SEED, Set.of(), false);
    }

    public LocalCloudConfig withState(Path other) {
        return new LocalCloudConfig(repository, other, ports, machines, fresh, bootScale, seed, without, trainCaches);
    }

    public LocalCloudConfig withMachines(MachineMode other) {
        return new LocalCloudConfig(repository, state, ports, other, fresh, bootScale, seed, without, trainCaches);
    }

    public LocalCloudConfig withFresh(boolean other) {
        return new LocalCloudConfig(repository, state, ports, machines, other, bootScale, seed, without, trainCaches);
    }

    public LocalCloudConfig withBootScale(double other) {
        return new LocalCloudConfig(repository, state, ports, machines, fresh, other, seed, without, trainCaches);
    }

    public LocalCloudConfig withSeed(long other) {
        return new LocalCloudConfig(repository, state, ports, machines, fresh, bootScale, other, without, trainCaches);
    }

    public LocalCloudConfig without(Set<String> services) {
        return new LocalCloudConfig(repository, state, ports, machines, fresh, bootScale, seed, services, trainCaches);
    }

    public LocalCloudConfig withTrainCaches(boolean other) {
        return new LocalCloudConfig(repository, state, ports, machines, fresh, bootScale, seed, without, other);
    }

    Path run() {
        return state.resolve("run");
    }

    Path logs() {
        return state.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }
}
