package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.instance.RentalSpec;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.provider.LaunchOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Writes orders: what the vendor is told to start. */
@Component
public class LaunchOrders {
    private static final int SSH = 22;
    private static final int TAIL = 12;

    /** Vendors run it at every start of the box; the bootstrap script is safe to repeat. */
    private static final String START = """
            #!/bin/sh
            url="$DUMONT_URL/agent/bootstrap.sh"
            script=$(mktemp /tmp/dumont-bootstrap.XXXXXX) || exit 1
            n=0
            while :; do
              if command -v curl >/dev/null 2>&1; then curl -fsS --max-time 30 -o "$script" "$url" && break
              elif command -v wget >/dev/null 2>&1; then wget -q -T 30 -O "$script" "$url" && break
              else echo "dumont-bootstrap: neither curl nor wget is here; choose an image with one of them" >&2; exit 1
              fi
              n=$((n + 1))
              if [ "$n" -ge 20 ]; then echo "dumont-bootstrap: $url cannot be reached; check the box's network" >&2; exit 1; fi
              sleep 3
            done
            exec sh "$script"
            """;

    private final AgentConfig agent;
    private final String env;

    LaunchOrders(AgentConfig agent, @Value("${dumont.env}") String env) {
        this.agent = agent;
        this.env = env;
    }

    /** Leads from a box back to the row that intended it; the head of the id is only a clock, the tail is random. */
    public String label(PlacementId placement, int n) {
        String id = placement.text();
        return "dc-" + env + "-" + id.substring(id.length() - TAIL) + "-" + n;
    }

    /** @throws IllegalStateException boxes could not be told how to fetch their agent */
    public void checkReady() {
        agent.checksum();
    }

    /** For a machine that gets no environment. It holds the one-time token. */
    public String startScript(BootstrapToken token) {
        return "#!/bin/sh\nexport DUMONT_URL='" + agent.agentUrl() + "' DUMONT_TOKEN='"
                + token.token().reveal() + "' DUMONT_AGENT_SHA256='" + agent.checksum() + "'\n" + START;
    }

    LaunchOrder order(RentalSpec spec, LaunchAttempt attempt, BootstrapToken token) {
        List<Integer> ports =
                Stream.concat(Stream.of(SSH), spec.ports().stream()).distinct().toList();
        return new LaunchOrder(
                attempt.offerRef(),
                attempt.label(),
                spec.image(),
                spec.diskGb(),
                Map.of(
                        "DUMONT_URL", agent.agentUrl(),
                        "DUMONT_TOKEN", token.token().reveal(),
                        "DUMONT_AGENT_SHA256", agent.checksum()),
                START,
                ports);
    }
}
