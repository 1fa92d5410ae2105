package cloud.dumont.restore;

import cloud.dumont.restore.container.UnknownVersion;
import cloud.dumont.restore.json.JsonObject;
import cloud.dumont.restore.source.ObjectSource;
import java.io.IOException;

/** What {@code format.json} says. */
public record WorkspaceFormat(String workspaceId) {
    private static final int LARGEST = 64 * 1024;

    /** @throws UnknownVersion for anything but version 1 of DVF1 */
    public static WorkspaceFormat read(ObjectSource source, String root) throws IOException {
        JsonObject json = JsonObject.parse(source.read(root + "format.json", LARGEST), "format.json");
        String format = json.text("format");
        if (!"DVF1".equals(format) || json.number("version") != 1) {
            throw new UnknownVersion("format.json says " + format + " version " + json.number("version")
                    + "; this program knows DVF1 version 1");
        }
        return new WorkspaceFormat(json.text("workspace"));
    }
}
