package cloud.dumont.sandbox.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, closed in the opposite order; one that fails does not keep the others open. */
final class Closing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T part) {
        opened.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception failed) {
                LOG.log(System.Logger.Level.WARNING, "not closed in order", failed);
            }
        }
    }
}
