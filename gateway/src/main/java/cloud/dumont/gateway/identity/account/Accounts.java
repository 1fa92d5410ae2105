package cloud.dumont.gateway.identity.account;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All accounts. */
public interface Accounts extends Repository<Account, UUID> {
    Account saveAndFlush(Account account);

    Optional<Account> findById(UUID id);

    /** Until the transaction ends nobody else changes it, or anything that counts as a change of it. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.id = :id")
    Optional<Account> findLocked(UUID id);

    @Query("select a from Account a where lower(a.email) = lower(:email)")
    Optional<Account> findByAddress(String email);

    boolean existsByHandle(String handle);

    boolean existsByRole(String role);

    @Query("select p from Plan p where p.id = :id")
    Plan plan(String id);
}
