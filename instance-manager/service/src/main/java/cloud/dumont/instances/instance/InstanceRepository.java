package cloud.dumont.instances.instance;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface InstanceRepository extends JpaRepository<Instance, UUID> {
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("SELECT i FROM Instance i WHERE i.id = :id")
    Optional<Instance> lock(UUID id);

    Optional<Instance> findByIdAndUserId(UUID id, UUID user);

    long countByUserIdAndDestroyedAtIsNull(UUID user);

    @Query("SELECT i FROM Instance i WHERE i.userId = :user AND lower(i.name) = lower(:name) AND i.destroyedAt IS NULL")
    Optional<Instance> named(UUID user, String name);

    @Query("SELECT i.name FROM Instance i WHERE i.userId = :user AND i.destroyedAt IS NULL")
    List<String> names(UUID user);

    @Query("""
            SELECT i FROM Instance i WHERE i.userId = :user AND i.status IN :statuses
               AND (i.createdAt < :before OR (i.createdAt = :before AND i.id < :beforeId))
             ORDER BY i.createdAt DESC, i.id DESC
            """)
    List<Instance> page(UUID user, Collection<String> statuses, Instant before, UUID beforeId, Limit limit);

    @Query(nativeQuery = true, value = """
                    SELECT * FROM instances WHERE status IN ('requested', 'launching', 'booting', 'suspect', 'failing_over', 'on_standby', 'returning', 'stopping', 'destroying')
                        OR (status = 'running' AND (state->>'reboot' IS NOT NULL OR state->>'final_backup' IS NOT NULL))
                    """)
    List<Instance> unsettled();

    List<Instance> findByDestroyedAtIsNull();
}
