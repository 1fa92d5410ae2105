package cloud.dumont.instances.offer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Which GPU models can stand in for another: those that have at least its memory, bandwidth, speed and instruction set.
 * A model that the table does not know stands in for itself alone.
 */
@Component
public class GpuStrengths {
    /** Programs built before it do not run on it, so it is no stand-in for what came earlier. */
    private static final int NEW_BINARIES = 10;

    private static final String TABLE = "gpu-strength.csv";
    private final Map<String, Strength> byId = read();

    /**
     * @param vramGb of one GPU, nominal
     * @param bandwidth GB/s
     * @param speed dense bf16 TFLOPS with fp32 accumulation
     * @param capability major times ten plus minor
     */
    private record Strength(int vramGb, double bandwidth, double speed, int capability) {
        boolean covers(Strength other) {
            return vramGb >= other.vramGb
                    && bandwidth >= other.bandwidth
                    && speed >= other.speed
                    && capability >= other.capability
                    && (capability < NEW_BINARIES * 10 || other.capability >= NEW_BINARIES * 10);
        }
    }

    /** @return ids of other models that are as good or better, in the table's order */
    public List<String> standIns(String gpu) {
        Strength wanted = byId.get(gpu);
        return wanted == null
                ? List.of()
                : byId.entrySet().stream()
                        .filter(other ->
                                !other.getKey().equals(gpu) && other.getValue().covers(wanted))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private static Map<String, Strength> read() {
        try (InputStream table = GpuStrengths.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is missing");
            }
            Map<String, Strength> all = new LinkedHashMap<>();
            new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .forEach(cell -> all.put(cell[0], strength(cell)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Strength strength(String[] cell) {
        String[] capability = cell[4].split("\\.");
        return new Strength(
                Integer.parseInt(cell[1]),
                Double.parseDouble(cell[2]),
                Double.parseDouble(cell[3]),
                Integer.parseInt(capability[0]) * 10 + Integer.parseInt(capability[1]));
    }
}
