package cloud.dumont.monitoring.loss;

import cloud.dumont.web.peer.PeerAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks whether this service is cut off itself: then it decides nothing. */
@Component
class Canaries {
    private static final Logger log = LoggerFactory.getLogger(Canaries.class);
    private static final int SILENT_AT_LEAST = 2;
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private final List<URI> targets;
    private final ExaminationConfig config;
    private Instant checkedAt = Instant.EPOCH;
    private boolean blind;

    Canaries(PeerAddresses peers, ExaminationConfig config) {
        this.targets = new ArrayList<>();
        targets.add(URI.create(peers.of("instance-manager")));
        targets.add(URI.create(peers.of("gateway")));
        if (config.store() != null) {
            targets.add(config.store());
        }
        this.config = config;
    }

    /** May take a second. */
    synchronized boolean areSilent(Instant now) {
        if (now.isBefore(checkedAt) || !now.isBefore(checkedAt.plus(config.blindCheckedEvery()))) {
            long silent =
                    targets.parallelStream().filter(target -> !answers(target)).count();
            blind = silent >= SILENT_AT_LEAST;
            checkedAt = now;
            if (blind) {
                log.atWarn().addKeyValue("silent", silent).log("this service is cut off: nobody is given up");
            }
        }
        return blind;
    }

    private static boolean answers(URI target) {
        int port = target.getPort() > 0 ? target.getPort() : "https".equals(target.getScheme()) ? HTTPS : HTTP;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.getHost(), port), (int) WITHIN.toMillis());
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
