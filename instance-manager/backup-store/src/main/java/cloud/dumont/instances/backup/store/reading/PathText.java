package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.record.RawPath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Paths in answers and requests: absolute, UTF-8; bytes that are not valid UTF-8, and {@code %}, as {@code %XX}. Every path of a
 * file system has exactly one such text.
 */
public final class PathText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PathText() {}

    public static String of(RawPath path) {
        return "/" + of(path.bytes());
    }

    /** Of a single name, or of a symbolic link's target, which has no slash added. */
    public static String of(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        StringBuilder text = new StringBuilder(bytes.length);
        while (in.hasRemaining()) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            text.append(out.toString().replace("%", "%25"));
            out.clear();
            for (int left = result.isError() ? result.length() : 0; left > 0; left--) {
                text.append('%').append(HEX.toHexDigits(in.get()));
            }
            decoder.reset();
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException when it is no absolute path in this form */
    public static RawPath parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + text);
        }
        String relative = text.substring(1);
        if (relative.endsWith("/")) {
            relative = relative.substring(0, relative.length() - 1);
        }
        return RawPath.of(bytes(relative));
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', from)) {
            if (at + 3 > text.length()) {
                throw new IllegalArgumentException("% stands for itself only as %25");
            }
            out.writeBytes(text.substring(from, at).getBytes(StandardCharsets.UTF_8));
            out.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
            from = at + 3;
        }
        out.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
