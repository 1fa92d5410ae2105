package cloud.dumont.sandbox.gce.vm;

import cloud.dumont.sandbox.gce.resource.Disks;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A disk as a virtual machine has it.
 *
 * @param disk its name
 * @param autoDelete it goes with its machine
 * @param made by the machine's insert, which undoes it when it fails
 */
public record Attachment(
        String disk, String deviceName, boolean boot, boolean autoDelete, boolean made, long gb, String type) {

    static List<Attachment> of(JsonNode spec) {
        List<Attachment> found = new ArrayList<>();
        for (JsonNode entry : spec.path("disks")) {
            found.add(new Attachment(
                    Vm.last(entry.path("source").asString("")),
                    entry.path("deviceName").asString(""),
                    entry.path("boot").asBoolean(false),
                    entry.path("autoDelete").asBoolean(false),
                    entry.has("initializeParams"),
                    entry.path("diskSizeGb").asLong(Disks.USUAL_GB),
                    Disks.typeOf(entry.path("initializeParams").path("diskType").asString(""))));
        }
        return found;
    }

    /** Its price is a part of the machine's. */
    public boolean onTheBill() {
        return made && autoDelete;
    }
}
