package cloud.dumont.instances.instance;

import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.peer.PeerException;
import cloud.dumont.web.peer.PeerFailure;
import cloud.dumont.web.peer.Peers;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the gateway knows about users. */
@Component
public class AccountClient {
    private static final String SERVICE = "gateway";
    private final Peers peers;

    AccountClient(Peers peers) {
        this.peers = peers;
    }

    /** @param backupBytes what one machine may hold in the store; null: the usual */
    public record Plan(
            int maxInstances,
            int requestsPerMinute,
            @Nullable Long backupBytes) {}

    public record Account(UserId id, String handle, Plan plan, String status) {}

    public record SshKey(SshKeyId id, String name, String publicKey, String fingerprint) {}

    record SshKeys(List<SshKey> keys) {}

    public Account account(UserId user) {
        return ask(() -> peers.client(SERVICE)
                .get()
                .uri("/internal/users/{user}", user.text())
                .retrieve()
                .requiredBody(Account.class));
    }

    /** Keys that are not revoked. */
    public List<SshKey> sshKeys(UserId user) {
        return ask(() -> peers.client(SERVICE)
                        .get()
                        .uri("/internal/users/{user}/ssh-keys", user.text())
                        .retrieve()
                        .requiredBody(SshKeys.class))
                .keys();
    }

    private static <T> T ask(Supplier<T> call) {
        try {
            return Peers.call(SERVICE, call);
        } catch (PeerException e) {
            throw new RefusedException(
                    switch (e.failure()) {
                        case PeerFailure.Refused refused ->
                            new InstanceRefusal.AccountNotReady(refused.code(), refused.detail());
                        case PeerFailure.Unreachable away -> new CommonRefusal.Unavailable("account");
                    });
        }
    }
}
