package cloud.dumont.sandbox.r2.meter;

import cloud.dumont.sandbox.r2.auth.Action;
import cloud.dumont.sandbox.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what R2 charges for: operations of class A and B, and the average over the days of each day's peak of stored
 * bytes. Exact, that is without rounding up to whole millions and gigabytes and without the free allowance.
 */
public final class R2Meter {
    private static final BigDecimal CLASS_A = new BigDecimal("0.0000045");
    private static final BigDecimal CLASS_B = new BigDecimal("0.00000036");
    private static final BigDecimal GB_MONTH = new BigDecimal("0.015");
    private static final BigDecimal BYTE_DAYS_PER_GB_MONTH = new BigDecimal("30000000000");
    private static final int SCALE = 9;

    private record Saved(Map<String, BucketUsage> buckets) {}

    private final Path file;
    private final Map<String, BucketUsage> usages = new LinkedHashMap<>();
    private boolean changed;

    /** Goes on from what was saved. */
    public R2Meter(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            usages.putAll(Json.read(Files.readString(file), Saved.class).buckets());
        }
    }

    public synchronized void count(String bucket, Action.Cost cost, Instant now) {
        BucketUsage usage = usages.getOrDefault(bucket, BucketUsage.NONE);
        usages.put(
                bucket,
                switch (cost) {
                    case A -> usage.counted(1, 0);
                    case B -> usage.counted(0, 1);
                    case FREE -> usage;
                });
        changed = true;
    }

    /** How much a bucket stores from now on. */
    public synchronized void stored(String bucket, long bytes, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        usages.put(bucket, usages.getOrDefault(bucket, BucketUsage.NONE).seen(bytes, today));
        changed = true;
    }

    public synchronized R2Reading read(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<R2Reading.Resource> resources = usages.entrySet().stream()
                .map(entry -> bill(
                        entry.getKey(), entry.getValue().seen(entry.getValue().bytes(), today)))
                .toList();
        BigDecimal total = resources.stream().map(R2Reading.Resource::usd).reduce(zero(), BigDecimal::add);
        return new R2Reading(resources, total);
    }

    private static R2Reading.Resource bill(String bucket, BucketUsage usage) {
        BigDecimal operations = CLASS_A.multiply(BigDecimal.valueOf(usage.classA()))
                .add(CLASS_B.multiply(BigDecimal.valueOf(usage.classB())))
                .setScale(SCALE, RoundingMode.HALF_UP);
        BigDecimal byteDays =
                usage.peaks().values().stream().map(BigDecimal::valueOf).reduce(zero(), BigDecimal::add);
        BigDecimal storage = byteDays.multiply(GB_MONTH).divide(BYTE_DAYS_PER_GB_MONTH, SCALE, RoundingMode.HALF_UP);
        return new R2Reading.Resource(
                bucket,
                usage.classA(),
                usage.classB(),
                usage.bytes(),
                operations.add(storage),
                operations,
                storage,
                zero());
    }

    private static BigDecimal zero() {
        return BigDecimal.ZERO.setScale(SCALE);
    }

    /** Writes what changed since the last time. */
    public synchronized void save() throws IOException {
        if (!changed) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, Json.write(new Saved(usages)));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        changed = false;
    }
}
