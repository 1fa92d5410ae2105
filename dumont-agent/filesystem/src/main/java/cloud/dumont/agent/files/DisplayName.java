package cloud.dumont.agent.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Raw bytes for people: UTF-8 where it is valid and visible, {@code \xNN} for any other byte, {@code \\} for a backslash.
 * Always one line, and different bytes never look the same.
 */
public final class DisplayName {
    private static final String HEX = "0123456789ABCDEF";

    private DisplayName() {}

    public static String of(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
        int at = 0;
        while (at < bytes.length) {
            int length = visibleLength(bytes, at);
            if (length == 0) {
                out.write('\\');
                out.write('x');
                out.write(HEX.charAt((bytes[at] >> 4) & 0xf));
                out.write(HEX.charAt(bytes[at] & 0xf));
                at++;
                continue;
            }
            if (bytes[at] == '\\') {
                out.write('\\');
            }
            out.write(bytes, at, length);
            at += length;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    // The length of the visible character that starts here, 0 where none does.
    private static int visibleLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return lead >= 0x20 && lead != 0x7f ? 1 : 0;
        }
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) {
            return 0;
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        boolean one = text.codePointCount(0, text.length()) == 1
                && Arrays.equals(again, 0, again.length, bytes, at, at + length);
        return one && visible(text.codePointAt(0)) ? length : 0;
    }

    private static boolean visible(int character) {
        int type = Character.getType(character);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }
}
