package cloud.dumont.gateway.ssh;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.peer.PeerException;
import cloud.dumont.web.peer.PeerFailure;
import cloud.dumont.web.peer.Peers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Asks instance-manager where a user's machine is. */
@Component
class MachineRoutes {
    private static final Logger log = LoggerFactory.getLogger(MachineRoutes.class);
    private static final String SERVICE = "instance-manager";

    private final RestClient client;

    MachineRoutes(Peers peers) {
        this.client = peers.client(SERVICE);
    }

    private record Answer(
            InstanceId instance,
            String status,
            Epoch epoch,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String message) {}

    MachineRoute find(UserId user, String name) {
        try {
            Answer answer = Peers.call(
                    SERVICE,
                    () -> client.get()
                            .uri("/internal/routes?user={user}&name={name}", user.text(), name)
                            .retrieve()
                            .body(Answer.class));
            return answer == null ? new MachineRoute.Unanswered() : route(answer, name);
        } catch (PeerException e) {
            return switch (e.failure()) {
                case PeerFailure.Refused refused when refused.status() == 404 -> new MachineRoute.Unknown();
                case PeerFailure.Refused refused -> unanswered(refused);
                case PeerFailure.Unreachable unreachable -> unanswered(unreachable);
            };
        }
    }

    private static MachineRoute route(Answer answer, String name) {
        String host = answer.host();
        Integer port = answer.port();
        if (host != null && port != null) {
            return new MachineRoute.Open(answer.instance(), answer.epoch(), host, port);
        }
        String message = answer.message();
        return new MachineRoute.Closed(
                answer.instance(), message == null ? name + " is " + answer.status() + "." : message);
    }

    private static MachineRoute unanswered(PeerFailure failure) {
        log.atWarn().addKeyValue("why", failure.toString()).log("a machine's route cannot be asked for");
        return new MachineRoute.Unanswered();
    }
}
