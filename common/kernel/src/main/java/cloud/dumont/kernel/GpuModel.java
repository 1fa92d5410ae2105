package cloud.dumont.kernel;

import java.util.Locale;

/**
 * A GPU model as the market knows it.
 *
 * @param id stable lower-case id, e.g. {@code rtx_4090}
 * @param name for people, e.g. {@code RTX 4090}
 * @param vramGb of one GPU, nominal
 */
public record GpuModel(String id, String name, int vramGb) {
    /** The id of a model that no catalogue knows: its raw name, so that the offer stays usable. */
    public static String slug(String rawName) {
        return rawName.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
    }
}
