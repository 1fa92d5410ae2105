package cloud.dumont.instances.placement;

import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What vendors say of boxes that serve. Written beside the placement: a word of theirs changes nothing of it. */
@Repository
public class VendorWords {
    private final JdbcClient jdbc;

    VendorWords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Neutral. */
    public enum Word {
        RUNNING,
        STOPPED,
        /** stopped because somebody bid more: only what was rented that way */
        OUTBID,
        GONE,
        /** it says nothing that can be used */
        UNCLEAR;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param readAt when the vendor was asked */
    public record Said(PlacementId placement, String status, Instant readAt) {}

    public void keep(PlacementId placement, Word word, Instant readAt) {
        boolean runs = word == Word.RUNNING || word == Word.UNCLEAR;
        jdbc.sql("""
                        UPDATE placements SET vendor_word = :word, vendor_word_at = :at
                         WHERE id = :id AND (CAST(:word AS text) IS NOT NULL OR vendor_word IS NOT NULL)
                        """)
                .param("word", runs ? null : word.word(), java.sql.Types.VARCHAR)
                .param("at", readAt.atOffset(ZoneOffset.UTC))
                .param("id", placement.value())
                .update();
    }

    /** The last one, if it says that the box does not run. */
    public Optional<Word> last(PlacementId placement) {
        return jdbc.sql("SELECT vendor_word FROM placements WHERE id = :id AND vendor_word IS NOT NULL")
                .param("id", placement.value())
                .query(String.class)
                .optional()
                .map(word -> Word.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    /** Those that should serve and do not run. */
    public List<Said> notRunning() {
        return jdbc.sql("""
                        SELECT id, vendor_word, vendor_word_at FROM placements
                         WHERE state = 'serving' AND vendor_word IS NOT NULL
                        """)
                .query((row, number) -> new Said(
                        new PlacementId(row.getObject("id", UUID.class)),
                        row.getString("vendor_word"),
                        row.getObject("vendor_word_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
