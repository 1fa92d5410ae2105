package cloud.dumont.agent.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code nvidia-smi --query-gpu=… --format=csv,noheader,nounits}, whatever it prints instead of numbers. */
final class GpuTable {
    /** In this order; older tools do not know all of them. */
    static final List<String> FIELDS = List.of(
            "index",
            "name",
            "uuid",
            "driver_version",
            "memory.total",
            "memory.used",
            "utilization.gpu",
            "temperature.gpu",
            "power.draw");
    /** What every tool knows. */
    static final List<String> FEWEST_FIELDS = List.of("index", "name", "uuid", "driver_version", "memory.total");

    private static final int NO_DEVICES = 6;
    private static final int LONGEST_DETAIL = 200;

    private GpuTable() {}

    /** The tool is too old for one of the fields. */
    static boolean lacksField(int exit, String output) {
        return exit != 0 && output.contains("is not a valid field to query");
    }

    static GpuReport read(int exit, String output, List<String> fields) {
        List<GpuReport.Gpu> gpus = new ArrayList<>();
        String driver = null;
        String complaint = "";
        for (String line : output.lines().map(String::strip).toList()) {
            Optional<Row> row = row(line, fields);
            if (row.isPresent()) {
                gpus.add(row.get().gpu());
                driver = driver == null ? row.get().driver() : driver;
            } else if (!line.isEmpty() && complaint.isEmpty()) {
                complaint = line.length() > LONGEST_DETAIL ? line.substring(0, LONGEST_DETAIL) : line;
            }
        }
        if (gpus.isEmpty() && (exit == NO_DEVICES || output.contains("No devices were found"))) {
            return new GpuReport(true, gpus, driver, "no devices");
        }
        boolean answers = exit == 0 && complaint.isEmpty();
        return new GpuReport(answers, gpus, driver, answers ? "" : "exit " + exit + ": " + complaint);
    }

    private record Row(GpuReport.Gpu gpu, @Nullable String driver) {}

    private static Optional<Row> row(String line, List<String> fields) {
        String[] cells = line.split(",", -1);
        if (cells.length < 3 || !cells[0].strip().matches("\\d{1,3}")) {
            return Optional.empty();
        }
        Cells all = new Cells(cells, fields);
        String name = all.text("name");
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(new Row(
                new GpuReport.Gpu(
                        Integer.parseInt(cells[0].strip()),
                        name,
                        all.text("uuid"),
                        all.whole("memory.total"),
                        all.whole("memory.used"),
                        all.number("utilization.gpu"),
                        all.number("temperature.gpu"),
                        all.number("power.draw")),
                all.text("driver_version")));
    }

    private record Cells(String[] cells, List<String> fields) {
        @Nullable
        String text(String field) {
            int at = fields.indexOf(field);
            if (at < 0 || at >= cells.length) {
                return null;
            }
            String cell = cells[at].strip();
            return isNothing(cell) ? null : cell;
        }

        /** {@code N/A}, {@code [N/A]}, {@code [Not Supported]}, {@code [Unknown Error]}, {@code ERR!} and what comes next. */
        private static boolean isNothing(String cell) {
            return cell.isEmpty()
                    || cell.startsWith("[")
                    || cell.toUpperCase(Locale.ROOT).matches("N/A|ERR!?|UNKNOWN ERROR|NOT SUPPORTED");
        }

        @Nullable
        Double number(String field) {
            String text = text(field);
            // Some builds print the unit all the same.
            String bare = text == null ? "" : text.replaceFirst("\\s*(%|W|C|MiB|MHz)$", "");
            return bare.matches("-?\\d{1,9}(\\.\\d{1,9})?") ? Double.valueOf(bare) : null;
        }

        @Nullable
        Long whole(String field) {
            Double number = number(field);
            return number == null ? null : Long.valueOf(Math.round(number));
        }
    }
}
