package cloud.dumont.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@GatewayTest
class DashboardTest {
    @LocalServerPort
    private int port;

    private Visitor nobody;

    @BeforeEach
    void build() throws IOException {
        nobody = new Visitor(port);
        Path root = World.FILES.resolve("dashboard");
        Files.writeString(root.resolve("index.html"), "<!doctype html><title>the dashboard</title>");
        Files.writeString(root.resolve("assets/app-1a2b.js"), "let it = 'be'");
        Files.writeString(root.resolve("favicon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        Files.deleteIfExists(root.resolve("assets/out.js"));
        Files.createSymbolicLink(root.resolve("assets/out.js"), World.FILES.resolve("operator-password"));
        Path agent = World.FILES.resolve("agent");
        Files.writeString(agent.resolve("bootstrap.sh"), "#!/bin/sh\necho hello\n");
        Files.writeString(agent.resolve("dumont-agent-linux-x86_64.tar.gz"), "not really");
        Files.writeString(agent.resolve("other"), "private");
    }

    @Test
    void pagesAreTheOnePageUnderAStrictPolicy() {
        for (String path : new String[] {"/", "/machines/ins_1", "/verify?token=x"}) {
            Visitor.Answer page = nobody.get(path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("the dashboard");
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(page.header("Content-Security-Policy"))
                    .contains(
                            "default-src 'none'",
                            "script-src 'self'",
                            "frame-ancestors 'none'",
                            "trusted-types 'none'");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.header("Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void hashedFilesAreKeptForeverOthersAreAskedFor() {
        Visitor.Answer script = nobody.get("/assets/app-1a2b.js");
        assertThat(script.header("Cache-Control")).contains("immutable", "max-age=31536000");
        assertThat(script.header("Content-Type")).contains("javascript");
        Visitor.Answer icon = nobody.get("/favicon.svg");
        assertThat(icon.header("Content-Type")).startsWith("image/svg+xml");
        Visitor.Answer again = Visitor.send(nobody.request("/favicon.svg")
                .header("If-None-Match", icon.header("ETag"))
                .GET());
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void aMissingFileIsNoPageAndNothingOutsideIsServed() {
        assertThat(nobody.get("/assets/app-0000.js").status()).isEqualTo(404);
        assertThat(nobody.get("/robots.txt").status()).isEqualTo(404);
        assertThat(nobody.get("/assets/out.js").status()).isEqualTo(404);
        assertThat(nobody.get("/%2e%2e/operator-password").status()).isIn(400, 404);
        assertThat(nobody.get("/assets/..%2f..%2foperator-password").status()).isEqualTo(404);
    }

    @Test
    void boxesFetchTheAgentAndNothingElse() {
        Visitor.Answer script = nobody.get("/agent/bootstrap.sh");
        assertThat(script.body()).startsWith("#!/bin/sh");
        assertThat(nobody.get("/agent/dumont-agent-linux-x86_64.tar.gz").body()).isEqualTo("not really");
        assertThat(nobody.get("/agent/dumont-agent-linux-x86_64.tar.gz.sha256").status())
                .isEqualTo(404);
        assertThat(nobody.get("/agent/other").status()).isEqualTo(404);
    }
}
