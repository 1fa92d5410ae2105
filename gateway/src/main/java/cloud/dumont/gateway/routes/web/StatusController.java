package cloud.dumont.gateway.routes.web;

import cloud.dumont.web.caller.OpenToAll;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class StatusController {
    private final ObjectProvider<BuildProperties> build;

    StatusController(ObjectProvider<BuildProperties> build) {
        this.build = build;
    }

    record Health(String status) {}

    @GetMapping("/api/v1/health")
    @OpenToAll
    Health health() {
        return new Health("ok");
    }

    @GetMapping("/api/v1/version")
    @OpenToAll
    Map<String, String> version() {
        BuildProperties known = build.getIfAvailable();
        String version = known == null || known.getVersion() == null ? "unbuilt" : known.getVersion();
        return Map.of("version", version, "api", "v1");
    }
}
