package cloud.dumont.agent.files;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Paths of configuration, which are ordinary ones, as bytes. Anything found on the disk is a {@link RawPath} instead. */
public final class Paths {
    private static final Charset NATIVE =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

    private Paths() {}

    public static byte[] bytes(Path path) {
        return path.toAbsolutePath().toString().getBytes(NATIVE);
    }
}
