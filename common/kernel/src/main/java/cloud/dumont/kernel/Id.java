package cloud.dumont.kernel;

import java.util.UUID;

/** An id that cannot be mistaken for another kind of id. Text form: {@link TypeId}; in the database: the UUID. */
public interface Id {
    UUID value();

    String prefix();

    default String text() {
        return TypeId.encode(prefix(), value());
    }
}
