package cloud.dumont.events;

import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.kernel.SessionId;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.UserId;

/** What happens to an account: ids only, no secrets. Key: the user. */
public sealed interface IdentityEvent extends DomainEvent {
    record UserCreated(UserId userId) implements IdentityEvent {}

    /** The e-mail address is proved: the account may spend. */
    record UserVerified(UserId userId) implements IdentityEvent {}

    /** @param change {@code added} or {@code revoked} */
    record SshKeyChanged(UserId userId, SshKeyId key, String change) implements IdentityEvent {}

    record ApiKeyCreated(UserId userId, ApiKeyId key) implements IdentityEvent {}

    record ApiKeyRevoked(UserId userId, ApiKeyId key) implements IdentityEvent {}

    record SessionReuseDetected(UserId userId, SessionId session) implements IdentityEvent {}
}
