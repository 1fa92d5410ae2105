package cloud.dumont.kernel;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The text form of an id: a short prefix, an underscore and the 128 bits of a UUID in 26 characters of Crockford's
 * base 32 (lower case), as in the TypeID specification. Text that is not exactly that form is no id at all.
 */
public final class TypeId {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int SUFFIX_LENGTH = 26;

    private TypeId() {}

    public static String encode(String prefix, UUID uuid) {
        char[] out = new char[SUFFIX_LENGTH];
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        for (int i = SUFFIX_LENGTH - 1; i >= 0; i--) {
            out[i] = ALPHABET.charAt((int) (low & 31));
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return prefix + "_" + new String(out);
    }

    /** The UUID behind {@code text}, or empty when the prefix or the form is another one. */
    public static Optional<UUID> decode(String prefix, String text) {
        int head = prefix.length() + 1;
        if (text.length() != head + SUFFIX_LENGTH
                || !text.startsWith(prefix)
                || text.charAt(head - 1) != '_'
                || text.charAt(head) > '7') {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = head; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | digit;
        }
        return Optional.of(new UUID(high, low));
    }

    /** A UUIDv7: 48 bits of milliseconds since 1970, then randomness. Ids made later sort later. */
    public static UUID newUuid(Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0xFFFL);
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
