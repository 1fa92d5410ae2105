package cloud.dumont.sandbox.gce.resource;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that simply exists: a firewall rule, a network, a disk, a snapshot.
 *
 * @param kind as in its path: {@code firewalls}, {@code disks}, …
 * @param scope {@code global}, {@code regions/…} or {@code zones/…}
 */
public record Resource(long id, String kind, String scope, String name, ObjectNode body, Instant created) {
    String key() {
        return keyOf(kind, scope, name);
    }

    static String keyOf(String kind, String scope, String name) {
        return scope + "/" + kind + "/" + name;
    }
}
