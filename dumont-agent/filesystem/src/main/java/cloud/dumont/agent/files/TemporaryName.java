package cloud.dumont.agent.files;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What a file is called while a restore builds it, in the same directory: always the same for the same final name, so that
 * a restore finds what it left when it was interrupted. Scans pass such names over.
 */
public final class TemporaryName {
    private static final byte[] PREFIX = ".dumont-part-".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 16;

    private TemporaryName() {}

    public static byte[] of(byte[] name) {
        CRC32C check = new CRC32C();
        check.update(name);
        long fold = 1125899906842597L;
        for (byte each : name) {
            fold = 31 * fold + each;
        }
        long mixed = check.getValue() << 32 ^ fold;
        byte[] digits = HexFormat.of().toHexDigits(mixed).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[PREFIX.length + DIGITS];
        System.arraycopy(PREFIX, 0, whole, 0, PREFIX.length);
        System.arraycopy(digits, 0, whole, PREFIX.length, DIGITS);
        return whole;
    }

    public static boolean is(byte[] name) {
        return is(name, 0, name.length);
    }

    public static boolean is(byte[] bytes, int from, int end) {
        if (end - from != PREFIX.length + DIGITS) {
            return false;
        }
        for (int i = 0; i < PREFIX.length; i++) {
            if (bytes[from + i] != PREFIX[i]) {
                return false;
            }
        }
        for (int i = from + PREFIX.length; i < end; i++) {
            if (!(bytes[i] >= '0' && bytes[i] <= '9' || bytes[i] >= 'a' && bytes[i] <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
