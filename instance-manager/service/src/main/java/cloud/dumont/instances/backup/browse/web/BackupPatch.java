package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.instances.backup.browse.OwnBackups;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON merge patch of a version: what is absent stays, what is null goes. */
record BackupPatch(Map<String, @Nullable Object> fields, Instant now) {
    private static final String DESCRIPTION = "description";
    private static final String KEEP_UNTIL = "keep_until";
    private static final int LONGEST = 200;
    private static final Duration FURTHEST = Duration.ofDays(3660);

    /** @throws RefusedException {@code validation_failed} */
    BackupPatch {
        for (String field : fields.keySet()) {
            if (!Set.of(DESCRIPTION, KEEP_UNTIL).contains(field)) {
                throw invalid(field, "unknown_field", "Only description and keep_until can be changed.");
            }
        }
    }

    OwnBackups.Notes onto(Backup before) {
        return new OwnBackups.Notes(
                fields.containsKey(DESCRIPTION) ? description(fields.get(DESCRIPTION)) : before.description(),
                fields.containsKey(KEEP_UNTIL) ? keepUntil(fields.get(KEEP_UNTIL)) : before.keepUntil());
    }

    private static @Nullable String description(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text && text.strip().length() <= LONGEST && text.indexOf('\0') < 0) {
            return text.isBlank() ? null : text.strip();
        }
        throw invalid(DESCRIPTION, "invalid", "A description is text of at most 200 characters.");
    }

    private @Nullable Instant keepUntil(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            Instant until = Instant.parse(String.valueOf(value));
            if (until.isAfter(now) && until.isBefore(now.plus(FURTHEST))) {
                return until;
            }
        } catch (DateTimeParseException e) {
            throw invalid(KEEP_UNTIL, "invalid", "keep_until is a moment like 2030-01-31T12:00:00Z.");
        }
        throw invalid(KEEP_UNTIL, "out_of_range", "keep_until lies in the next ten years.");
    }

    private static RefusedException invalid(String field, String reason, String detail) {
        return new RefusedException(new CommonRefusal.ValidationFailed("#/" + field, reason, detail));
    }
}
