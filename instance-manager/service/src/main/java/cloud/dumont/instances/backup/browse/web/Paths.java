package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.instances.backup.store.reading.PathText;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;

/** Paths as users write them. */
final class Paths {
    private Paths() {}

    /** The one text for that path. @throws RefusedException {@code validation_failed} */
    static String valid(String pointer, String text) {
        try {
            return PathText.of(PathText.parse(text));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    pointer, "invalid", "A path is absolute; bytes that are not UTF-8, and %, are written as %XX."));
        }
    }
}
