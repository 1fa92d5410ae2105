package cloud.dumont.sandbox.gce.catalogue;

import java.util.List;

/** The zones that exist here: few, but of several regions. */
public final class Zones {
    private static final List<String> ALL = List.of(
            "us-central1-a",
            "us-central1-b",
            "us-central1-c",
            "us-central1-f",
            "us-east1-b",
            "us-east1-c",
            "us-east1-d",
            "europe-west1-b",
            "europe-west1-c",
            "europe-west1-d",
            "southamerica-east1-a",
            "southamerica-east1-b",
            "southamerica-east1-c");

    private Zones() {}

    public static List<String> all() {
        return ALL;
    }

    public static boolean exists(String zone) {
        return ALL.contains(zone);
    }

    public static List<String> regions() {
        return ALL.stream().map(Zones::regionOf).distinct().toList();
    }

    public static boolean regionExists(String region) {
        return regions().contains(region);
    }

    public static String regionOf(String zone) {
        return zone.substring(0, zone.lastIndexOf('-'));
    }
}
