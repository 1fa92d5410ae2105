package cloud.dumont.gateway.identity.sshkey;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All SSH keys, each only for its owner. */
interface SshKeys extends Repository<SshKey, UUID> {
    SshKey saveAndFlush(SshKey key);

    Optional<SshKey> findByIdAndUserId(UUID id, UUID userId);

    @Query("select k from SshKey k where k.userId = :user and k.revokedAt is null order by k.id desc")
    List<SshKey> usable(UUID user);
}
