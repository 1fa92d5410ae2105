package cloud.dumont.gateway.dashboard;

import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Serves the dashboard under the strictest rules a browser knows. */
public final class Dashboard {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'self'; "
                    + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");

    private final DashboardFiles files;
    private final boolean overHttps;

    Dashboard(DashboardConfig config) {
        this.files = new DashboardFiles(config.dashboardDir());
        this.overHttps = config.publicUrl().startsWith("https://");
    }

    public ServerResponse serve(ServerRequest request) throws IOException {
        DashboardFiles.Found found = files.find(request.servletRequest().getRequestURI())
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        FileSystemResource resource = new FileSystemResource(found.file());
        Instant modified = Instant.ofEpochMilli(resource.lastModified()).truncatedTo(ChronoUnit.SECONDS);
        String tag = "W/\"" + Long.toHexString(resource.lastModified()) + "-"
                + Long.toHexString(resource.contentLength()) + "\"";
        return request.checkNotModified(modified, tag)
                .orElseGet(() -> ServerResponse.ok()
                        .headers(headers -> write(headers, found))
                        .eTag(tag)
                        .lastModified(modified)
                        .body(resource));
    }

    private void write(HttpHeaders headers, DashboardFiles.Found found) {
        HEADERS.forEach(headers::set);
        if (overHttps) {
            headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        headers.setContentType(
                MediaTypeFactory.getMediaType(found.file().getFileName().toString())
                        .orElse(MediaType.APPLICATION_OCTET_STREAM));
        headers.setCacheControl(
                found.hashed()
                        ? CacheControl.maxAge(Duration.ofDays(365))
                                .cachePublic()
                                .immutable()
                        : CacheControl.noCache());
    }
}
