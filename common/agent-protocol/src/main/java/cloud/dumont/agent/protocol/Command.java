package cloud.dumont.agent.protocol;

import java.util.Locale;

/**
 * What the platform asks of the box. Every kind is safe to apply twice; one that the agent does not know is
 * acknowledged as {@code unknown}.
 *
 * @param id rises per placement
 */
public record Command(long id, Kind kind) {
    public enum Kind {
        /** fetch the authorised keys again */
        KEYS_CHANGED,
        /** stop the user's processes and sshd for users; keep beating */
        QUIESCE,
        /** fetch the backup orders again */
        BACKUP_CHANGED,
        /** from a newer platform */
        UNKNOWN;

        public static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            return UNKNOWN;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
