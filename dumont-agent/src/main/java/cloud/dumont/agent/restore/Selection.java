package cloud.dumont.agent.restore;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.tree.PathBytes;
import java.util.List;

/** Which names of a commit come back, and where to. */
final class Selection {
    private final List<RawPath> wanted;
    private final RawPath into;

    private Selection(List<RawPath> wanted, RawPath into) {
        this.wanted = wanted;
        this.into = into;
    }

    /** @throws IllegalArgumentException for paths with {@code ..} */
    static Selection of(RestoreOrder order) {
        List<RawPath> wanted = order.paths().stream().map(EncodedPath::parse).toList();
        return new Selection(wanted, order.into().isEmpty() ? RawPath.ROOT : EncodedPath.parse(order.into()));
    }

    boolean isEverything() {
        return wanted.isEmpty();
    }

    boolean isInPlace() {
        return into.isRoot();
    }

    /** Names whose entries come back with their attributes. */
    boolean has(PathBytes path) {
        RawPath raw = Entries.path(path);
        return wanted.isEmpty() || wanted.stream().anyMatch(raw::startsWith);
    }

    /** Directories on the way to what is wanted; they are made where they are missing. */
    boolean leadsTo(PathBytes path) {
        RawPath raw = Entries.path(path);
        return wanted.stream().anyMatch(it -> it.startsWith(raw));
    }

    RawPath target(PathBytes path) {
        return into.resolve(Entries.path(path));
    }

    /** The directory that everything is put below. */
    RawPath into() {
        return into;
    }
}
