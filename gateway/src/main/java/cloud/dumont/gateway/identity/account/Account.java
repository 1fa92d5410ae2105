package cloud.dumont.gateway.identity.account;

import cloud.dumont.kernel.UserId;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody who can log in. The address is proved before anything else is possible. */
@Entity
@Table(name = "users")
public class Account {
    public static final String OPERATOR = "operator";
    private static final String ACTIVE = "active";

    @Id
    private UUID id;

    private String email;
    private String handle;
    private @Nullable Instant emailVerifiedAt;
    private @Nullable String passwordHash;
    private @Nullable String displayName;
    private String locale;

    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    @JoinColumn(name = "plan_id")
    private Plan plan;

    private String status;
    private String role;
    private int securityEpoch;
    private Instant createdAt;

    @Version
    private @Nullable Long version;

    protected Account() {}

    private Account(UserId id, String email, String handle, String locale, Plan plan, String role, Instant now) {
        this.id = id.value();
        this.email = email;
        this.handle = handle;
        this.locale = locale;
        this.plan = plan;
        this.status = ACTIVE;
        this.role = role;
        this.createdAt = now;
    }

    /** Somebody says that this is their address; nothing is proved yet. */
    static Account signUp(UserId id, String email, String handle, String locale, Plan plan, Instant now) {
        return new Account(id, email, handle, locale, plan, "user", now);
    }

    static Account operator(UserId id, String email, String handle, Plan plan, String passwordHash, Instant now) {
        Account operator = new Account(id, email, handle, "en", plan, OPERATOR, now);
        operator.verify(passwordHash, now);
        return operator;
    }

    /** @return whether the address was not proved before */
    boolean verify(String newPasswordHash, Instant now) {
        if (isVerified()) {
            return false;
        }
        emailVerifiedAt = now;
        passwordHash = newPasswordHash;
        return true;
    }

    void choosePassword(String hash) {
        passwordHash = hash;
    }

    void rename(@Nullable String name) {
        displayName = name;
    }

    void speak(String language) {
        locale = language;
    }

    public boolean isVerified() {
        return emailVerifiedAt != null;
    }

    public boolean isActive() {
        return status.equals(ACTIVE);
    }

    public UserId id() {
        return new UserId(id);
    }

    public String email() {
        return email;
    }

    public String handle() {
        return handle;
    }

    public @Nullable String passwordHash() {
        return passwordHash;
    }

    public @Nullable String displayName() {
        return displayName;
    }

    public String locale() {
        return locale;
    }

    public Plan plan() {
        return plan;
    }

    public String status() {
        return status;
    }

    public String role() {
        return role;
    }

    public int securityEpoch() {
        return securityEpoch;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public long version() {
        return version == null ? 0 : version;
    }
}
