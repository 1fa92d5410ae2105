package cloud.dumont.gateway.identity.apikey;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All API keys, each only for its owner. */
interface ApiKeys extends Repository<ApiKey, UUID> {
    ApiKey saveAndFlush(ApiKey key);

    Optional<ApiKey> findByIdAndUserId(UUID id, UUID userId);

    @Query("select k from ApiKey k where k.userId = :user order by k.id desc limit 200")
    List<ApiKey> of(UUID user);

    @Query("select count(k) from ApiKey k where k.userId = :user and k.revokedAt is null")
    long countUsable(UUID user);
}
