package cloud.dumont.provider.gcp;

import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.Unreachable;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.compute.v1.Allowed;
import com.google.cloud.compute.v1.Denied;
import com.google.cloud.compute.v1.Firewall;
import com.google.cloud.compute.v1.GetFirewallRequest;
import com.google.cloud.compute.v1.GetNetworkRequest;
import com.google.cloud.compute.v1.InsertFirewallRequest;
import com.google.cloud.compute.v1.InsertNetworkRequest;
import com.google.cloud.compute.v1.Network;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.WaitGlobalOperationRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The network of nothing but standbys: made when it is not there, with two rules. SSH may come in; nothing goes from one standby to
 * another one. Whatever else comes in a network of one's own refuses by itself. The project's default network is everybody's and
 * is left alone.
 */
final class GcpNetwork {
    /** All subnetworks of a network that makes its own. */
    private static final String NEIGHBOURS = "10.128.0.0/9";

    private static final String DEFAULT = "default";
    private static final int BEFORE_OTHERS = 900;
    private final GcpConfig config;
    private final GcpClients clients;
    private final String name;
    private volatile boolean isThere;

    GcpNetwork(GcpConfig config, GcpClients clients) {
        this.config = config;
        this.clients = clients;
        this.name = config.network().substring(config.network().lastIndexOf('/') + 1);
    }

    /** May be repeated, also by several at once: whoever comes second finds it there. */
    void ensure() {
        if (isThere || name.equals(DEFAULT)) {
            return;
        }
        make(this::hasNetwork, this::insertNetwork);
        make(() -> hasRule(ssh()), () -> insert(ssh()));
        make(() -> hasRule(neighbours()), () -> insert(neighbours()));
        isThere = true;
    }

    /** Somebody took it away: the next launch looks again. */
    void forget() {
        isThere = false;
    }

    private void make(Supplier<Boolean> isThere, Supplier<Operation> insert) {
        if (GcpErrors.call("", () -> isThere.get())) {
            return;
        }
        try {
            finish(insert.get());
        } catch (ApiException e) {
            if (!GcpErrors.isTaken(e)) {
                throw GcpErrors.of(e, "");
            }
        }
    }

    private boolean hasNetwork() {
        try {
            clients.networks.get(GetNetworkRequest.newBuilder()
                    .setProject(config.project())
                    .setNetwork(name)
                    .build());
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private Operation insertNetwork() {
        return clients.networks
                .insertCallable()
                .call(InsertNetworkRequest.newBuilder()
                        .setProject(config.project())
                        .setNetworkResource(Network.newBuilder().setName(name).setAutoCreateSubnetworks(true))
                        .build());
    }

    private Firewall ssh() {
        return rule("-ssh", "INGRESS")
                .addSourceRanges("0.0.0.0/0")
                .addAllowed(Allowed.newBuilder().setIPProtocol("tcp").addPorts(Integer.toString(config.sshPort())))
                .build();
    }

    private Firewall neighbours() {
        return rule("-no-neighbours", "EGRESS")
                .addDestinationRanges(NEIGHBOURS)
                .addDenied(Denied.newBuilder().setIPProtocol("all"))
                .setPriority(BEFORE_OTHERS)
                .build();
    }

    private Firewall.Builder rule(String what, String direction) {
        return Firewall.newBuilder()
                .setName(name + what)
                .setNetwork("global/networks/" + name)
                .setDirection(direction)
                .addAllTargetTags(config.tags());
    }

    private boolean hasRule(Firewall rule) {
        try {
            clients.firewalls.get(GetFirewallRequest.newBuilder()
                    .setProject(config.project())
                    .setFirewall(rule.getName())
                    .build());
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private Operation insert(Firewall rule) {
        return clients.firewalls
                .insertCallable()
                .call(InsertFirewallRequest.newBuilder()
                        .setProject(config.project())
                        .setFirewallResource(rule)
                        .build());
    }

    private void finish(Operation begun) {
        long until = System.nanoTime() + config.placement().toNanos();
        String operation = begun.getName().split(":", 2)[0];
        Operation now = begun;
        while (now.getStatus() != Operation.Status.DONE) {
            if (System.nanoTime() - until > 0) {
                throw new Unreachable("the network is still being made", null);
            }
            now = GcpErrors.call(
                    "",
                    () -> clients.globalOperations.wait(WaitGlobalOperationRequest.newBuilder()
                            .setProject(config.project())
                            .setOperation(operation)
                            .build()));
        }
        Optional<ProviderException> failure = GcpErrors.of(now);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
