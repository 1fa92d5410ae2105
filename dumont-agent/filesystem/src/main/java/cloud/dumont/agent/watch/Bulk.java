package cloud.dumont.agent.watch;

import cloud.dumont.agent.files.RawPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Directories that are big and change seldom or all at once: watched last, given up first. */
final class Bulk {
    private static final List<byte[]> NAMES = List.of(
            bytes("site-packages"), bytes("dist-packages"), bytes("node_modules"), bytes(".cache"), bytes("pkgs"));
    private static final List<RawPath> SYSTEM =
            List.of(RawPath.of("usr"), RawPath.of("var/lib"), RawPath.of("lib"), RawPath.of("etc"));
    private static final byte[] GIT = bytes(".git");
    private static final byte[] OBJECTS = bytes("objects");

    private Bulk() {}

    static boolean is(RawPath directory) {
        if (directory.isRoot()) {
            return false;
        }
        byte[] name = directory.name();
        for (byte[] known : NAMES) {
            if (Arrays.equals(known, name)) {
                return true;
            }
        }
        RawPath parent = directory.parent();
        return SYSTEM.contains(directory) || Arrays.equals(name, OBJECTS) && Arrays.equals(parent.name(), GIT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
