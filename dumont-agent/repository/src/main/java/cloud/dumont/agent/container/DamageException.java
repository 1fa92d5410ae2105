package cloud.dumont.agent.container;

/** Stored bytes that are not what was written; reading them again does not help. */
public final class DamageException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Damage damage;

    public DamageException(Damage damage) {
        super(damage.sentence());
        this.damage = damage;
    }

    public Damage damage() {
        return damage;
    }
}
