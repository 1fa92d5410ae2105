package cloud.dumont.restore.verify;

import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.Part;
import cloud.dumont.restore.record.Piece;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which pieces of which containers are needed. */
final class Needs {
    private final TreeMap<ContainerId, PieceSet> containers = new TreeMap<>();

    void container(ContainerId id) {
        containers.computeIfAbsent(id, _ -> new PieceSet());
    }

    void piece(Piece piece) {
        containers.computeIfAbsent(piece.container(), _ -> new PieceSet()).add(piece);
    }

    void entry(Entry entry) {
        if (entry instanceof Entry.File file) {
            switch (file.contents()) {
                case Entry.Single single -> content(single.content());
                case Entry.NewestAndWhole both -> {
                    content(both.newest());
                    content(both.whole());
                }
            }
        }
    }

    private void content(Content content) {
        for (Part part : content.parts()) {
            if (part instanceof Piece piece) {
                piece(piece);
            }
        }
    }

    SortedMap<ContainerId, PieceSet> containers() {
        return containers;
    }
}
