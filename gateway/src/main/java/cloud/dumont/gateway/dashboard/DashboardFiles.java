package cloud.dumont.gateway.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** The files of the built dashboard. A path that is no file is a page that the dashboard itself draws. */
final class DashboardFiles {
    private static final String PAGE = "index.html";
    private final @Nullable Path root;

    DashboardFiles(@Nullable Path root) {
        this.root = root == null ? null : root.toAbsolutePath().normalize();
    }

    /** @param hashed whether its name changes with its content */
    record Found(Path file, boolean hashed) {}

    /** @param path as it came, still encoded */
    Optional<Found> find(String path) throws IOException {
        if (root == null) {
            return Optional.empty();
        }
        String decoded = UriUtils.decode(path, StandardCharsets.UTF_8);
        if (decoded.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Path wanted = root.resolve(decoded.replaceFirst("^/+", "")).normalize();
        if (isInside(wanted)) {
            return Optional.of(new Found(wanted, decoded.startsWith("/assets/")));
        }
        boolean file = decoded.startsWith("/assets/")
                || decoded.substring(decoded.lastIndexOf('/') + 1).contains(".");
        Path page = root.resolve(PAGE);
        return file || !isInside(page) ? Optional.empty() : Optional.of(new Found(page, false));
    }

    /** Links out of the folder lead nowhere. */
    private boolean isInside(Path wanted) throws IOException {
        return root != null
                && wanted.startsWith(root)
                && Files.isRegularFile(wanted)
                && wanted.toRealPath().startsWith(root.toRealPath());
    }
}
