package cloud.dumont.instances.placement;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface PlacementRepository extends JpaRepository<Placement, UUID> {
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("SELECT p FROM Placement p WHERE p.id = :id")
    Optional<Placement> lock(UUID id);

    List<Placement> findByInstanceIdOrderByEpochDesc(UUID instance);

    List<Placement> findByInstanceIdAndStateNot(UUID instance, String state);

    List<Placement> findByVendorAndStateIn(String vendor, Collection<String> states);
}
