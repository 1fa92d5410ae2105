package cloud.dumont.gateway.identity.sshkey.web;

import cloud.dumont.gateway.identity.account.AccountSettings;
import cloud.dumont.gateway.identity.sshkey.KeyChain;
import cloud.dumont.gateway.identity.sshkey.SshKey;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Page;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SshKeyController {
    private final KeyChain chain;
    private final AccountSettings accounts;

    SshKeyController(KeyChain chain, AccountSettings accounts) {
        this.chain = chain;
        this.accounts = accounts;
    }

    record SshKeyView(
            SshKeyId id,
            String name,
            String publicKey,
            String fingerprint,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {
        static SshKeyView of(SshKey key) {
            return new SshKeyView(
                    key.id(), key.name(), key.publicKey(), key.fingerprint(), key.createdAt(), key.lastUsedAt());
        }
    }

    record SshKeyRequest(
            @Nullable @Size(max = 100) String name,
            @NotBlank @Size(max = 16_384) String publicKey) {}

    @PostMapping("/api/v1/ssh-keys")
    @RequiresScope("ssh_keys:write")
    @ResponseStatus(HttpStatus.CREATED)
    SshKeyView add(Caller caller, @Valid @RequestBody SshKeyRequest request) {
        return SshKeyView.of(chain.add(caller, request.name(), request.publicKey()));
    }

    @GetMapping("/api/v1/ssh-keys")
    @RequiresScope("ssh_keys:read")
    Page<SshKeyView> list(Caller caller) {
        return Page.whole(chain.of(caller.user()).stream().map(SshKeyView::of).toList());
    }

    @GetMapping("/api/v1/ssh-keys/{id}")
    @RequiresScope("ssh_keys:read")
    SshKeyView get(Caller caller, @PathVariable SshKeyId id) {
        return SshKeyView.of(chain.owned(caller.user(), id));
    }

    @DeleteMapping("/api/v1/ssh-keys/{id}")
    @RequiresScope("ssh_keys:write")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable SshKeyId id) {
        chain.revoke(caller, id);
    }

    record InternalKey(SshKeyId id, String name, String publicKey, String fingerprint) {}

    record InternalKeys(List<InternalKey> keys) {}

    /** For instance-manager, which hands them to the machines. */
    @GetMapping("/internal/users/{user}/ssh-keys")
    InternalKeys internal(@PathVariable UserId user) {
        accounts.of(user);
        return new InternalKeys(chain.of(user).stream()
                .map(key -> new InternalKey(key.id(), key.name(), key.publicKey(), key.fingerprint()))
                .toList());
    }
}
