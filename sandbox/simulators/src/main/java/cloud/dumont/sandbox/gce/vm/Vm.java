package cloud.dumont.sandbox.gce.vm;

import cloud.dumont.sandbox.gce.catalogue.MachineType;
import cloud.dumont.sandbox.gce.catalogue.MachineTypes;
import cloud.dumont.sandbox.gce.resource.Disks;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A virtual machine. @param spec what its insert asked for */
public record Vm(
        long id, String name, String zone, JsonNode spec, Settings settings, Phase phase, Box box, Instant created) {
    public static final int SSH = 22;

    /** As its insert asks for it, with nothing running yet. */
    public static Vm inserted(long id, String zone, JsonNode spec, Phase phase, Instant now) {
        Map<String, String> labels = new LinkedHashMap<>();
        spec.path("labels")
                .properties()
                .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asString()));
        Settings settings =
                new Settings(last(spec.path("machineType").asString()), labels, 1, items(spec.path("metadata")), 1);
        return new Vm(id, spec.path("name").asString(), zone, spec, settings, phase, Box.NONE, now);
    }

    /** Metadata as a map, from the list that it is on the wire. */
    public static Map<String, String> items(JsonNode metadata) {
        Map<String, String> items = new LinkedHashMap<>();
        for (JsonNode item : metadata.path("items")) {
            items.put(item.path("key").asString(), item.path("value").asString(""));
        }
        return items;
    }

    /** The name at the end of a partial or a full URL. */
    public static String last(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    public Vm with(Settings next) {
        return new Vm(id, name, zone, spec, next, phase, box, created);
    }

    public Vm with(Phase next) {
        return new Vm(id, name, zone, spec, settings, next, box, created);
    }

    public Vm with(Box next) {
        return new Vm(id, name, zone, spec, settings, phase, next, created);
    }

    public Vm with(JsonNode nextSpec) {
        return new Vm(id, name, zone, nextSpec, settings, phase, box, created);
    }

    /** Its disks, the first one first. */
    public List<Attachment> attachments() {
        return Attachment.of(spec);
    }

    /** Processor and memory are being paid for. */
    public boolean pays() {
        return phase.status().paysForTheMachine() && box.ran() != null;
    }

    /** How its box is known to the host: names are taken again, numbers are not. At most 64 characters. */
    public String ref() {
        return name.substring(0, Math.min(name.length(), 40)) + "-" + id;
    }

    public MachineType type() {
        return MachineTypes.find(settings.machineType()).orElseThrow();
    }

    @JsonIgnore
    public boolean isSpot() {
        JsonNode scheduling = spec.path("scheduling");
        return scheduling.path("provisioningModel").asString("").equals("SPOT")
                || scheduling.path("preemptible").asBoolean(false);
    }

    @JsonIgnore
    public boolean isDeletedWhenTaken() {
        return spec.path("scheduling")
                .path("instanceTerminationAction")
                .asString("STOP")
                .equals("DELETE");
    }

    /** When its longest time is over; null: it may run for ever, or does not run. */
    public @Nullable Instant end() {
        long seconds =
                spec.path("scheduling").path("maxRunDuration").path("seconds").asLong(0);
        Instant since = box.ran();
        return since == null || seconds == 0 ? null : since.plusSeconds(seconds);
    }

    /** Its host's maintenance goes by without its noticing. */
    @JsonIgnore
    public boolean isMovedOnMaintenance() {
        return spec.path("scheduling")
                .path("onHostMaintenance")
                .asString("MIGRATE")
                .equals("MIGRATE");
    }

    /** Of the disk that its box has. */
    public long diskGb() {
        return attachments().stream()
                .filter(Attachment::boot)
                .findFirst()
                .map(Attachment::gb)
                .orElse(Disks.USUAL_GB);
    }
}
