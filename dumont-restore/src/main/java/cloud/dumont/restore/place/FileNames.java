package cloud.dumont.restore.place;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Which raw names the JDK can write down here: that depends on the locale it was started in. */
final class FileNames {
    private final Charset charset;

    FileNames() {
        String name = System.getProperty("sun.jnu.encoding", "");
        this.charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }

    Optional<String> text(byte[] name) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(name))
                    .toString();
            return Arrays.equals(text.getBytes(charset), name) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    byte[] bytes(Path path) {
        return path.toString().getBytes(charset);
    }

    byte[] bytes(Path directory, byte[] name) {
        byte[] above = bytes(directory);
        byte[] joined = Arrays.copyOf(above, above.length + 1 + name.length);
        joined[above.length] = '/';
        System.arraycopy(name, 0, joined, above.length + 1, name.length);
        return joined;
    }
}
