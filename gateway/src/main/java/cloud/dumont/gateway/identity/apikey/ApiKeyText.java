package cloud.dumont.gateway.identity.apikey;

import cloud.dumont.gateway.identity.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/** The text of an API key: {@code dck_}, 32 random base-62 characters, 6 of a checksum that tells a typo from a key. */
public final class ApiKeyText {
    public static final String PREFIX = "dck_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM = 32;
    private static final int CHECKSUM = 6;
    private static final int CHECKED = PREFIX.length() + RANDOM;

    private final String text;

    private ApiKeyText(String text) {
        this.text = text;
    }

    static ApiKeyText random(RandomGenerator random) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < RANDOM; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new ApiKeyText(text + checksum(text.toString()));
    }

    /** Empty when it cannot be one of ours. */
    static Optional<ApiKeyText> of(String text) {
        boolean ours = text.length() == CHECKED + CHECKSUM
                && text.startsWith(PREFIX)
                && text.substring(CHECKED).equals(checksum(text.substring(0, CHECKED)));
        return ours ? Optional.of(new ApiKeyText(text)) : Optional.empty();
    }

    private static String checksum(String checked) {
        CRC32 crc = new CRC32();
        crc.update(checked.getBytes(StandardCharsets.UTF_8));
        long rest = crc.getValue();
        char[] out = new char[CHECKSUM];
        for (int i = CHECKSUM - 1; i >= 0; i--) {
            out[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(out);
    }

    String reveal() {
        return text;
    }

    byte[] hash() {
        return Hashes.sha256(text);
    }

    /** Enough to recognize it, far too little to use it. */
    String hint() {
        return text.substring(0, 8) + "…" + text.substring(text.length() - 4);
    }

    @Override
    public String toString() {
        return "***";
    }
}
