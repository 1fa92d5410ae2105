package cloud.dumont.instances.backup.store.bucket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page, in the order of keys. @param next pass it as {@code after} for more; null: that was all */
public record Listing(List<Stat> objects, @Nullable String next) {}
