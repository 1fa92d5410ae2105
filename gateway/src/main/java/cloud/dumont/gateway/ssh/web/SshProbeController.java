package cloud.dumont.gateway.ssh.web;

import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import cloud.dumont.web.reach.SshBanner;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tries a box from where its users come from: a second place to look from before a machine is given up. */
@RestController
class SshProbeController {
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final int LAST_PORT = 65_535;

    record Target(@Nullable String host, int port) {}

    record Answered(boolean answered) {}

    /** Answers within about 2 s. {@code validation_failed} for what is no address. */
    @PostMapping("/internal/ssh-probes")
    Answered probe(@RequestBody Target target) {
        String host = target.host();
        if (host == null || host.isBlank()) {
            throw new RefusedException(new CommonRefusal.ValidationFailed("/host", "required", "Which host?"));
        }
        if (target.port() < 1 || target.port() > LAST_PORT) {
            throw new RefusedException(new CommonRefusal.ValidationFailed("/port", "range", "1 to 65535."));
        }
        return new Answered(SshBanner.isHeard(host, target.port(), WITHIN));
    }
}
