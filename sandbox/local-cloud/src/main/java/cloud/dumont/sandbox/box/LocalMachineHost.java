package cloud.dumont.sandbox.box;

import cloud.dumont.sandbox.machine.MachineHost;
import java.io.IOException;

/**
 * A host of boxes on this machine, with the levers that only a sandbox has. A lever on a box that does not run does
 * nothing.
 */
public sealed interface LocalMachineHost extends MachineHost, AutoCloseable
        permits NamespaceMachineHost, ProcessMachineHost {
    /** {@code namespace} or {@code process}. */
    String mode();

    /** The isolation that this mode does not give, in words for people; empty when nothing is missing. */
    String missingIsolation();

    /** The name or address under which boxes reach the platform on this machine. */
    String platformAddress();

    /** Stops every process of the box where it is, as a hung hypervisor would. */
    void freeze(String vendor, String ref) throws IOException;

    /** Lets a frozen box go on. */
    void thaw(String vendor, String ref) throws IOException;

    /** Cuts the box off the network; its processes live on. */
    void partition(String vendor, String ref) throws IOException;

    /** Ends a partition. */
    void heal(String vendor, String ref) throws IOException;

    /**
     * Limits how fast the box sends and receives; 0 lifts the limit.
     *
     * @return false when boxes of this mode have no network of their own to limit
     */
    boolean limit(String vendor, String ref, long megabitsPerSecond) throws IOException;

    /** Kills all boxes; their disks are kept. */
    @Override
    void close();
}
