package cloud.dumont.gateway.identity.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What an account may use at most. */
@Entity
@Table(name = "plans")
public class Plan {
    static final String STANDARD = "standard";

    @Id
    private String id;

    private int maxInstances;
    private int requestsPerMinute;
    private long backupBytes;

    protected Plan() {}

    public String id() {
        return id;
    }

    public int maxInstances() {
        return maxInstances;
    }

    public int requestsPerMinute() {
        return requestsPerMinute;
    }

    /** What one machine may hold in the backup store. */
    public long backupBytes() {
        return backupBytes;
    }
}
