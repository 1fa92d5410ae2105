package cloud.dumont.sandbox.box;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Which box: names that are safe as folders and as parts of interface names. */
record BoxKey(String vendor, String ref) {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    BoxKey {
        if (!SAFE.matcher(vendor).matches() || !SAFE.matcher(ref).matches()) {
            throw new IllegalArgumentException("not a name of a box: " + vendor + "/" + ref);
        }
    }

    Path folder(Path machines) {
        return machines.resolve(vendor).resolve(ref);
    }
}
