package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.backup.BackupWish;
import cloud.dumont.instances.instance.RentalWish;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.provider.Offer;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /instances}. */
record RentalRequest(
        @Nullable String name,
        @Nullable String offerId,
        @Nullable String gpu,
        @Nullable Integer gpuCount,
        @Nullable String region,
        @Nullable String kind,
        @Nullable String image,
        @Nullable Integer diskGb,
        @Nullable List<Integer> ports,
        @Nullable Map<String, @Nullable String> env,
        @Nullable String startCommand,
        @Nullable List<String> sshKeyIds,
        @Nullable Map<String, @Nullable String> labels,
        @Nullable HourlyPrice maxPricePerHour,
        @Nullable BackupWish backup,
        @Nullable String restoreFrom,
        @Nullable StandbyRequest standby) {
    static final String DEFAULT_IMAGE = "nvidia/cuda:12.8.1-runtime-ubuntu24.04";
    private static final int DEFAULT_DISK_GB = 40;
    private static final int MAX_DISK_GB = 16_384;
    private static final int MAX_GPUS = 16;
    private static final int MAX_ENTRIES = 64;
    private static final int MAX_TEXT = 16 * 1024;
    private static final int MAX_PORTS = 32;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}");

    RentalWish wish(Standbys standbys) {
        check((offerId == null) != (gpu == null), "#/offer_id", "required", "Name either offer_id or gpu.");
        return new RentalWish(
                name == null ? null : validName(name),
                offer(),
                gpu,
                range("#/gpu_count", gpuCount, 1, 1, MAX_GPUS),
                region,
                validKind(),
                validImage(),
                range("#/disk_gb", diskGb, DEFAULT_DISK_GB, 1, MAX_DISK_GB),
                validPorts(),
                validEnvironment(),
                startCommand == null ? null : text("#/start_command", startCommand),
                keys(),
                validLabels(labels),
                validPrice(maxPricePerHour),
                backup,
                source(),
                StandbyRequest.policy(standby, standbys));
    }

    static String validName(String name) {
        check(
                NAME.matcher(name).matches(),
                "#/name",
                "invalid",
                "A name has 1 to 31 lower case letters, digits and '-', and begins with a letter.");
        return name;
    }

    static Map<String, String> validLabels(@Nullable Map<String, @Nullable String> labels) {
        Map<String, String> valid = entries("#/labels", labels);
        valid.forEach((key, value) -> {
            check(LABEL.matcher(key).matches(), "#/labels/" + key, "invalid", "Not a label's name.");
            check(value.length() <= 255, "#/labels/" + key, "too_large", "A label has at most 255 characters.");
        });
        return valid;
    }

    static @Nullable HourlyPrice validPrice(@Nullable HourlyPrice price) {
        check(price == null || price.nanos() > 0, "#/max_price_per_hour", "out_of_range", "A price limit is positive.");
        return price;
    }

    private @Nullable OfferId offer() {
        if (offerId == null) {
            return null;
        }
        try {
            return OfferId.parse(offerId);
        } catch (IllegalArgumentException e) {
            throw invalid("#/offer_id", "invalid", "Not the id of an offer.");
        }
    }

    private @Nullable BackupId source() {
        try {
            return restoreFrom == null ? null : BackupId.parse(restoreFrom);
        } catch (IllegalArgumentException e) {
            throw invalid("#/restore_from", "invalid", "Not the id of a backup.");
        }
    }

    private Offer.Kind validKind() {
        return switch (kind) {
            case null -> Offer.Kind.ON_DEMAND;
            case "on_demand", "spot" -> Offer.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
            default -> throw invalid("#/kind", "unknown", "kind is on_demand or spot.");
        };
    }

    private String validImage() {
        if (image == null) {
            return DEFAULT_IMAGE;
        }
        check(IMAGE.matcher(image).matches(), "#/image", "invalid", "Not the name of an image.");
        return image;
    }

    private List<Integer> validPorts() {
        List<Integer> wanted = ports == null ? List.of() : ports;
        check(wanted.size() <= MAX_PORTS, "#/ports", "too_large", "At most 32 ports.");
        for (Integer port : wanted) {
            check(port != null && port >= 1 && port <= 65_535, "#/ports", "out_of_range", "A port is 1 to 65535.");
        }
        return wanted.stream().filter(port -> port != 22).distinct().toList();
    }

    private Map<String, String> validEnvironment() {
        Map<String, String> valid = entries("#/env", env);
        valid.forEach((key, value) -> {
            check(VARIABLE.matcher(key).matches(), "#/env", "invalid", key + " is not the name of a variable.");
            check(!key.startsWith("DUMONT_"), "#/env", "reserved", "Names that begin with DUMONT_ are ours.");
            text("#/env", value);
        });
        return valid;
    }

    private List<SshKeyId> keys() {
        try {
            return sshKeyIds == null
                    ? List.of()
                    : sshKeyIds.stream().map(SshKeyId::parse).toList();
        } catch (IllegalArgumentException e) {
            throw invalid("#/ssh_key_ids", "invalid", "Not the id of an SSH key.");
        }
    }

    private static Map<String, String> entries(String pointer, @Nullable Map<String, @Nullable String> given) {
        if (given == null) {
            return Map.of();
        }
        check(given.size() <= MAX_ENTRIES, pointer, "too_large", "At most 64 entries.");
        Map<String, String> all = new java.util.TreeMap<>();
        given.forEach((key, value) -> {
            if (value == null) {
                throw invalid(pointer + "/" + key, "invalid", "A value is text.");
            }
            all.put(key, value);
        });
        return all;
    }

    private static String text(String pointer, String text) {
        check(
                text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT && text.indexOf('\0') < 0,
                pointer,
                "too_large",
                "At most 16 KiB of text.");
        return text;
    }

    private static int range(String pointer, @Nullable Integer value, int fallback, int min, int max) {
        if (value == null) {
            return fallback;
        }
        check(value >= min && value <= max, pointer, "out_of_range", "Between " + min + " and " + max + ".");
        return value;
    }

    private static void check(boolean holds, String pointer, String reason, String detail) {
        if (!holds) {
            throw invalid(pointer, reason, detail);
        }
    }

    private static RefusedException invalid(String pointer, String reason, String detail) {
        return new RefusedException(new CommonRefusal.ValidationFailed(pointer, reason, detail));
    }

    @Override
    public String toString() {
        return "RentalRequest[" + name + "]";
    }
}
