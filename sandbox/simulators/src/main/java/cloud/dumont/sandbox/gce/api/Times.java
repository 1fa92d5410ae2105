package cloud.dumont.sandbox.gce.api;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Moments as this API writes them, in the time of California. */
final class Times {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneId.of("America/Los_Angeles"));

    private Times() {}

    static String text(Instant moment) {
        return FORM.format(moment);
    }
}
