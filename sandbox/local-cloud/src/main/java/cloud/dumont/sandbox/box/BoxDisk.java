package cloud.dumont.sandbox.box;

import cloud.dumont.sandbox.machine.GpuFacts;
import cloud.dumont.sandbox.machine.MachineOrder;
import cloud.dumont.sandbox.os.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The folder of one box. {@code order/} holds what the vendor gives the box at this start and is laid over its root;
 * everything else is the disk, which lives until {@link #delete()}.
 */
record BoxDisk(Path folder) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    Path order() {
        return folder.resolve("order");
    }

    Path volume() {
        return folder.resolve("volume.img");
    }

    /** Lays {@code order/} anew. */
    void prepare(MachineOrder order, Map<String, String> environment, Map<String, String> launch) throws IOException {
        Folders.delete(order());
        for (String place : new String[] {"order", "volume", "merged"}) {
            Files.createDirectories(folder.resolve(place));
        }
        Path box = order().resolve(".box");
        Folders.writePrivate(box.resolve("env"), shell(environment, "export ") + shell(launch, ""));
        Folders.writePrivate(box.resolve("authorized_keys"), lines(order.authorizedKeys()));
        Path facts = order().resolve("usr/lib/gpu/facts");
        Files.createDirectories(order().resolve("usr/lib/gpu"));
        Files.writeString(facts, shell(facts(order), ""));
        if (!order.onstart().isBlank()) {
            Files.createDirectories(order().resolve("root"));
            Files.writeString(order().resolve("root/onstart.sh"), order.onstart() + "\n");
        }
    }

    void delete() throws IOException {
        Folders.delete(folder);
    }

    private static Map<String, String> facts(MachineOrder order) {
        GpuFacts gpus = order.gpus();
        return Map.of(
                "model", gpus.model(),
                "count", Integer.toString(gpus.count()),
                "vram_mb", Integer.toString(gpus.vramMb()),
                "driver", gpus.driver(),
                "cuda", gpus.cuda(),
                "seed", Integer.toString(1 + Math.floorMod((order.vendor() + order.ref()).hashCode(), 100_000)));
    }

    private static String lines(Iterable<String> keys) {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> text.append(key.strip()).append('\n'));
        return text.toString();
    }

    private static String shell(Map<String, String> values, String prefix) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            if (NAME.matcher(name).matches()) {
                text.append(prefix)
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append('\n');
            }
        });
        return text.toString();
    }

    static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
