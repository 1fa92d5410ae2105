package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.store.Bucket;
import cloud.dumont.sandbox.r2.store.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of a bucket.
 *
 * @param next where the next page begins, null on the last one
 */
record Listing(
        List<StoredObject> objects,
        List<String> prefixes,
        @Nullable Start next) {
    /** No key that begins with a prefix is above the prefix with this at its end. */
    private static final String ABOVE_ALL = "\uDBFF\uDFFF";

    /**
     * A page begins behind a key, or behind all keys of a common prefix.
     *
     * @param group whether the text is a common prefix
     */
    record Start(String text, boolean group) {
        static Start after(String key) {
            return new Start(key, false);
        }
    }

    static Listing of(Bucket bucket, String prefix, String delimiter, Start start, int max) {
        List<StoredObject> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        if (max == 0) {
            return new Listing(objects, prefixes, null);
        }
        NavigableMap<String, StoredObject> all = bucket.objects();
        Map.Entry<String, StoredObject> next = first(all, prefix, delimiter, start);
        Start last = start;
        while (next != null && next.getKey().startsWith(prefix)) {
            if (objects.size() + prefixes.size() == max) {
                return new Listing(objects, prefixes, last);
            }
            String group = group(next.getKey(), prefix, delimiter);
            if (group == null) {
                objects.add(next.getValue());
                last = new Start(next.getKey(), false);
                next = all.higherEntry(next.getKey());
            } else {
                prefixes.add(group);
                last = new Start(group, true);
                next = behind(all, group);
            }
        }
        return new Listing(objects, prefixes, null);
    }

    private static Map.@Nullable Entry<String, StoredObject> first(
            NavigableMap<String, StoredObject> all, String prefix, String delimiter, Start start) {
        boolean marksGroup = !delimiter.isEmpty()
                && start.text().endsWith(delimiter)
                && start.text().startsWith(prefix)
                && start.text().length() > prefix.length();
        if (start.group() || marksGroup) {
            return behind(all, start.text());
        }
        Comparator<? super String> order = Objects.requireNonNull(all.comparator());
        return order.compare(start.text(), prefix) < 0 || start.text().isEmpty()
                ? all.ceilingEntry(prefix)
                : all.higherEntry(start.text());
    }

    private static Map.@Nullable Entry<String, StoredObject> behind(
            NavigableMap<String, StoredObject> all, String group) {
        Map.Entry<String, StoredObject> next = all.higherEntry(group + ABOVE_ALL);
        while (next != null && next.getKey().startsWith(group)) {
            next = all.higherEntry(next.getKey());
        }
        return next;
    }

    private static @Nullable String group(String key, String prefix, String delimiter) {
        if (delimiter.isEmpty()) {
            return null;
        }
        int at = key.indexOf(delimiter, prefix.length());
        return at < 0 ? null : key.substring(0, at + delimiter.length());
    }
}
