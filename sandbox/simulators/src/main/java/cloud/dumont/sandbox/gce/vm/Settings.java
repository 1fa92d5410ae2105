package cloud.dumont.sandbox.gce.vm;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What of a virtual machine can be changed by calls of their own.
 *
 * @param labelVersion behind the fingerprint that a change must show
 * @param metadata by key; {@code startup-script} and {@code ssh-keys} do something
 */
public record Settings(
        String machineType,
        Map<String, String> labels,
        int labelVersion,
        Map<String, String> metadata,
        int metadataVersion) {
    public Settings {
        labels = new LinkedHashMap<>(labels);
        metadata = new LinkedHashMap<>(metadata);
    }

    public Settings withLabels(Map<String, String> next) {
        return new Settings(machineType, next, labelVersion + 1, metadata, metadataVersion);
    }

    public Settings withMetadata(Map<String, String> next) {
        return new Settings(machineType, labels, labelVersion, next, metadataVersion + 1);
    }

    public Settings withMachineType(String next) {
        return new Settings(next, labels, labelVersion, metadata, metadataVersion);
    }
}
