package cloud.dumont.provider.gcp;

import cloud.dumont.provider.RentedBox.Endpoint;
import cloud.dumont.provider.StandbyBox;
import cloud.dumont.provider.StandbyBox.Status;
import cloud.dumont.provider.StandbyOrder;
import com.google.cloud.compute.v1.AccessConfig;
import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.AttachedDiskInitializeParams;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Items;
import com.google.cloud.compute.v1.Metadata;
import com.google.cloud.compute.v1.NetworkInterface;
import com.google.cloud.compute.v1.Scheduling;
import com.google.cloud.compute.v1.Tags;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Machines as Google writes them, both ways. */
final class GcpMachine {
    static final String OURS = "dumont-standby";
    private static final String SPOT = "SPOT";

    private GcpMachine() {}

    static Instance wanted(StandbyOrder order, GcpConfig config) {
        return Instance.newBuilder()
                .setName(order.label())
                .setMachineType("zones/" + order.zone() + "/machineTypes/" + order.machineType())
                .putLabels(OURS, "true")
                .setTags(Tags.newBuilder().addAllItems(config.tags()))
                .setMetadata(Metadata.newBuilder()
                        .addItems(Items.newBuilder().setKey("startup-script").setValue(order.startScript())))
                .addNetworkInterfaces(NetworkInterface.newBuilder()
                        .setNetwork(config.network())
                        .addAccessConfigs(AccessConfig.newBuilder()
                                .setName("External NAT")
                                .setType("ONE_TO_ONE_NAT")))
                .addDisks(AttachedDisk.newBuilder()
                        .setBoot(true)
                        .setAutoDelete(true)
                        .setInitializeParams(AttachedDiskInitializeParams.newBuilder()
                                .setSourceImage(config.image())
                                .setDiskType("zones/" + order.zone() + "/diskTypes/pd-balanced")
                                .setDiskSizeGb(order.diskGb())))
                .setScheduling(scheduling(order.spot()))
                .build();
    }

    /** A spot machine that is taken keeps its disk: it can be started again when there is room. */
    private static Scheduling scheduling(boolean spot) {
        return spot
                ? Scheduling.newBuilder()
                        .setProvisioningModel(SPOT)
                        .setOnHostMaintenance("TERMINATE")
                        .setAutomaticRestart(false)
                        .setInstanceTerminationAction("STOP")
                        .build()
                : Scheduling.newBuilder().setAutomaticRestart(true).build();
    }

    static StandbyBox read(Instance machine, int sshPort) {
        String zone = last(machine.getZone());
        Status status = status(machine.getStatus());
        String address = machine.getNetworkInterfacesCount() == 0
                        || machine.getNetworkInterfaces(0).getAccessConfigsCount() == 0
                ? ""
                : machine.getNetworkInterfaces(0).getAccessConfigs(0).getNatIP();
        boolean reachable = !address.isEmpty() && (status == Status.RUNNING || status == Status.UNKNOWN);
        return new StandbyBox(
                ref(zone, machine.getName()),
                machine.getName(),
                zone,
                last(machine.getMachineType()),
                machine.getScheduling().getProvisioningModel().equals(SPOT)
                        || machine.getScheduling().getPreemptible(),
                status,
                machine.getStatus(),
                reachable ? new Endpoint(address, sshPort) : null,
                moment(machine.getLastStartTimestamp()));
    }

    static String ref(String zone, String name) {
        return zone + "/" + name;
    }

    private static String last(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static @Nullable Instant moment(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException strange) {
            return null;
        }
    }

    private static Status status(String word) {
        return switch (word) {
            case "PENDING", "PROVISIONING", "STAGING", "REPAIRING" -> Status.STARTING;
            case "RUNNING" -> Status.RUNNING;
            case "STOPPING", "PENDING_STOP", "DEPROVISIONING" -> Status.STOPPING;
            case "TERMINATED", "STOPPED" -> Status.STOPPED;
            case "SUSPENDING" -> Status.SUSPENDING;
            case "SUSPENDED" -> Status.SUSPENDED;
            default -> Status.UNKNOWN;
        };
    }
}
