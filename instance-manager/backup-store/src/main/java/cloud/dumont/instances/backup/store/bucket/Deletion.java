package cloud.dumont.instances.backup.store.bucket;

import java.util.List;
import java.util.Map;

/**
 * @param gone keys that do not exist any more, whether they did or not
 * @param later keys that are still there, with the store's code why (locked, busy): try again another time
 */
public record Deletion(List<String> gone, Map<String, String> later) {}
