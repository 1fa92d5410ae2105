package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.container.ChunkId;
import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.Hole;
import cloud.dumont.restore.record.Piece;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether two contents are equal, from what is known without reading them. Cut differently, equal bytes count as changed. */
final class ContentMark {
    private ContentMark() {}

    static boolean sameContent(Entry.File one, Entry.File other) {
        return same(one.content(false), other.content(false));
    }

    private static boolean same(Content one, Content other) {
        if (one.size() != other.size() || one.parts().size() != other.parts().size()) {
            return false;
        }
        for (int i = 0; i < one.parts().size(); i++) {
            boolean equal = one.parts().get(i).length() == other.parts().get(i).length()
                    && Objects.equals(id(one, i), id(other, i));
            if (!equal) {
                return false;
            }
        }
        return true;
    }

    /** Null for a hole. */
    private static @Nullable ChunkId id(Content content, int part) {
        return switch (content.parts().get(part)) {
            case Piece piece -> piece.id();
            case Hole hole -> null;
        };
    }
}
