package cloud.dumont.agent.tree;

import cloud.dumont.agent.wire.ByteWriter;
import java.util.zip.CRC32C;

/**
 * Cuts a tree's entries into pages where an entry's own path says so: what is elsewhere in the tree does not move the cuts, so
 * most pages are the same again in the next tree. About 700 KiB on average, between 256 KiB and 2 MiB (longer only for a single
 * longer entry).
 *
 * @param <X> what taking a page may throw
 */
public final class PageCutter<X extends Exception> {
    private static final int LEAST = 256 << 10;
    private static final int MOST = 2 << 20;
    private static final int ONE_IN = 4096;
    private final PageSink<X> sink;
    private final ByteWriter page = new ByteWriter(LEAST);

    /** Takes a page; the array is good only during the call. */
    @FunctionalInterface
    public interface PageSink<X extends Exception> {
        void page(byte[] bytes, int length) throws X, InterruptedException;
    }

    public PageCutter(PageSink<X> sink) {
        this.sink = sink;
    }

    public void add(Entry entry) throws X, InterruptedException {
        int before = page.size();
        EntryCodec.write(page, entry);
        if (page.size() > MOST && before > 0) {
            byte[] rest = new byte[page.size() - before];
            System.arraycopy(page.array(), before, rest, 0, rest.length);
            page.truncate(before);
            cut();
            page.raw(rest);
        }
        if (page.size() >= LEAST && cutsAfter(entry.path())) {
            cut();
        }
    }

    public void finish() throws X, InterruptedException {
        if (page.size() > 0) {
            cut();
        }
    }

    private static boolean cutsAfter(PathBytes path) {
        CRC32C hash = new CRC32C();
        hash.update(path.array());
        return hash.getValue() % ONE_IN == 0;
    }

    private void cut() throws X, InterruptedException {
        sink.page(page.array(), page.size());
        page.clear();
    }
}
