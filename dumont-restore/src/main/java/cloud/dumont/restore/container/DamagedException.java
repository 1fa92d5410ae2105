package cloud.dumont.restore.container;

import java.io.IOException;

/** Bytes in the store are not what a writer put there, or nothing is there. Asking again does not help. */
public final class DamagedException extends IOException {
    private final transient Damage damage;

    public DamagedException(Damage damage) {
        super(damage.toString());
        this.damage = damage;
    }

    public DamagedException(String object, Fault fault, String detail) {
        this(new Damage(object, fault, detail));
    }

    public Damage damage() {
        return damage;
    }
}
