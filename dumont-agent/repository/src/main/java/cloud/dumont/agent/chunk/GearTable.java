package cloud.dumont.agent.chunk;

import cloud.dumont.agent.wire.BigEndian;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** 256 words that say what a byte adds to the rolling hash: word i is the start of HMAC-SHA-256(chunker key, "gear" ‖ u8 i). */
public final class GearTable {
    private final long[] words;
    private final long[] shifted = new long[256];

    private GearTable(long[] words) {
        this.words = words;
        for (int i = 0; i < 256; i++) {
            shifted[i] = words[i] << 1;
        }
    }

    public static GearTable of(SecretKey chunkerKey) {
        long[] words = new long[256];
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(chunkerKey);
            for (int i = 0; i < 256; i++) {
                mac.update("gear".getBytes(StandardCharsets.US_ASCII));
                mac.update((byte) i);
                words[i] = BigEndian.getLong(mac.doFinal(), 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
        return new GearTable(words);
    }

    long[] words() {
        return words;
    }

    long[] shiftedWords() {
        return shifted;
    }
}
