package cloud.dumont.sandbox.os;

import java.nio.file.Path;

/** The folder for things that are costly to make and the same for every sandbox of this user. */
public final class Cache {
    private Cache() {}

    public static Path folder() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path root = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return root.resolve("dumont");
    }
}
