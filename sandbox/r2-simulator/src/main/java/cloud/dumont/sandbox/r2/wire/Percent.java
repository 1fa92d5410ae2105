package cloud.dumont.sandbox.r2.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent coding as signatures need it: everything but letters, digits and {@code -_.~} is coded. */
public final class Percent {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Percent() {}

    public static String encode(String text) {
        return encode(text, "");
    }

    /** As in a path, where slashes stay. */
    public static String encodePath(String text) {
        return encode(text, "/");
    }

    private static String encode(String text, String also) {
        StringBuilder coded = new StringBuilder(text.length() + 16);
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (next & 0xff);
            if (PLAIN.indexOf(c) >= 0 || also.indexOf(c) >= 0) {
                coded.append(c);
            } else {
                coded.append('%').append(HEX.toHexDigits(next));
            }
        }
        return coded.toString();
    }

    /** A broken escape stands for itself. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            boolean escape = raw[i] == '%'
                    && i + 2 < raw.length
                    && HexFormat.isHexDigit(raw[i + 1])
                    && HexFormat.isHexDigit(raw[i + 2]);
            if (escape) {
                bytes.write(HexFormat.fromHexDigit(raw[i + 1]) << 4 | HexFormat.fromHexDigit(raw[i + 2]));
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
