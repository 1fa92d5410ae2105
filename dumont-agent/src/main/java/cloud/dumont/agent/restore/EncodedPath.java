package cloud.dumont.agent.restore;

import cloud.dumont.agent.files.RawPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Paths as the API writes them: UTF-8, with {@code %XX} for a percent sign and for bytes that are not valid UTF-8. */
final class EncodedPath {
    private static final String HEX = "0123456789ABCDEF";

    private EncodedPath() {}

    static RawPath parse(String text) {
        RawPath path = RawPath.ROOT;
        for (String name : text.split("/")) {
            path = name.isEmpty() || name.equals(".") ? path : path.child(bytes(name));
        }
        return path;
    }

    private static byte[] bytes(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            int high = text[i] == '%' && i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(text[i + 2], 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(text[i]);
            }
        }
        return out.toByteArray();
    }

    /** The inverse, absolute. */
    static String of(RawPath path) {
        StringBuilder text = new StringBuilder();
        for (byte[] name : path.names()) {
            text.append('/');
            append(text, name);
        }
        return text.isEmpty() ? "/" : text.toString();
    }

    private static void append(StringBuilder text, byte[] name) {
        for (int at = 0; at < name.length; ) {
            int length = valid(name, at);
            if (length == 0 || name[at] == '%') {
                text.append('%').append(HEX.charAt(name[at] >> 4 & 15)).append(HEX.charAt(name[at] & 15));
                at++;
            } else {
                text.append(new String(name, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
    }

    /** The length of the valid character that begins there, or 0. */
    private static int valid(byte[] name, int at) {
        int first = name[at] & 0xff;
        int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length <= 1 || at + length > name.length) {
            return length <= 1 ? length : 0;
        }
        String character = new String(name, at, length, StandardCharsets.UTF_8);
        boolean same = character.codePointCount(0, character.length()) == 1
                && java.util.Arrays.equals(
                        character.getBytes(StandardCharsets.UTF_8), 0, length, name, at, at + length);
        return same ? length : 0;
    }
}
