package cloud.dumont.agent.tree;

import java.util.List;
import java.util.function.Consumer;

/** The pieces that an entry refers to, each place once. */
public final class Pieces {
    private Pieces() {}

    public static void of(Entry entry, Consumer<Piece> to) {
        if (entry instanceof Entry.File file) {
            of(file.content().parts(), to);
            Entry.Version whole = file.whole();
            if (whole != null) {
                of(whole.content().parts(), to);
            }
        }
    }

    private static void of(List<Part> parts, Consumer<Piece> to) {
        for (Part part : parts) {
            if (part instanceof Piece piece) {
                to.accept(piece);
            }
        }
    }
}
