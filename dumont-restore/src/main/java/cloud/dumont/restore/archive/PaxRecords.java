package cloud.dumont.restore.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The records of a pax extended header: what does not fit a tar header. */
final class PaxRecords {
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private boolean binary;

    void text(String key, String value) {
        raw(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    /** A name: bytes that need not be UTF-8, which is then said in the header. */
    void name(String key, byte[] value) {
        if (!binary && !isUtf8(value)) {
            binary = true;
            text("hdrcharset", "BINARY");
        }
        raw(key.getBytes(StandardCharsets.US_ASCII), value);
    }

    /** A record is {@code LENGTH KEY=VALUE\n}, and the length counts its own digits. */
    void raw(byte[] key, byte[] value) {
        int rest = key.length + value.length + 3;
        int length = rest + 1;
        while (rest + Integer.toString(length).length() != length) {
            length = rest + Integer.toString(length).length();
        }
        records.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        records.write(' ');
        records.writeBytes(key);
        records.write('=');
        records.writeBytes(value);
        records.write('\n');
    }

    boolean isEmpty() {
        return records.size() == 0;
    }

    byte[] bytes() {
        return records.toByteArray();
    }

    static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
