package cloud.dumont.sandbox.gce.resource;

import cloud.dumont.sandbox.gce.catalogue.MachineTypes;
import cloud.dumont.sandbox.meter.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Disks and what they cost. One that goes with its machine is on that machine's bill; every other has a bill of its own, from
 * its making to its end.
 */
public final class Disks {
    public static final String KIND = "disks";
    public static final long USUAL_GB = 10;
    private static final String USUAL_TYPE = "pd-standard";
    private final Resources resources;
    private final Meter meter;
    private final String project;

    public Disks(Resources resources, Meter meter, String project) {
        this.resources = resources;
        this.meter = meter;
        this.project = project;
    }

    public Optional<Resource> find(String zone, String name) {
        return resources.find(KIND, "zones/" + zone, name);
    }

    /** Made, or made larger. @param ownBill it goes with no machine */
    public void put(Resource disk, boolean ownBill, Instant now) {
        resources.put(disk);
        if (ownBill) {
            meter.price(
                    ref(disk),
                    project,
                    disk.name(),
                    BigDecimal.ZERO,
                    MachineTypes.diskHourly(gb(disk), type(disk)),
                    now);
        }
    }

    public void remove(Resource disk, Instant now) {
        resources.remove(disk);
        meter.end(ref(disk), now);
    }

    public static long gb(Resource disk) {
        return disk.body().path("sizeGb").asLong(USUAL_GB);
    }

    public static String type(Resource disk) {
        return typeOf(disk.body().path("type").asString(""));
    }

    /** @param url empty: what one gets who does not choose */
    public static String typeOf(String url) {
        return url.isEmpty() ? USUAL_TYPE : url.substring(url.lastIndexOf('/') + 1);
    }

    public static Resource resized(Resource disk, long gb) {
        ObjectNode body = disk.body().deepCopy();
        body.put("sizeGb", Long.toString(gb));
        return new Resource(disk.id(), disk.kind(), disk.scope(), disk.name(), body, disk.created());
    }

    /** The quota that a disk of this type counts for. */
    public static String metric(String type) {
        return type.equals(USUAL_TYPE) ? "DISKS_TOTAL_GB" : "SSD_TOTAL_GB";
    }

    private static String ref(Resource disk) {
        return "disk/" + disk.name() + "." + disk.id();
    }
}
