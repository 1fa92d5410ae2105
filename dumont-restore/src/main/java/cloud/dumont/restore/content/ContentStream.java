package cloud.dumont.restore.content;

import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Hole;
import cloud.dumont.restore.record.Part;
import cloud.dumont.restore.record.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A file's content as a stream. */
final class ContentStream extends InputStream {
    private final Iterator<Part> parts;
    private final Readahead chunks;
    private long skip;
    private byte[] chunk = new byte[0];
    private int at;
    private long zeros;

    ContentStream(Chunks source, Content content, long from) throws IOException {
        List<Part> wanted = content.parts();
        long before = 0;
        int first = 0;
        while (first < wanted.size() && before + wanted.get(first).length() <= from) {
            before += wanted.get(first).length();
            first++;
        }
        List<Part> rest = wanted.subList(first, wanted.size());
        this.skip = rest.isEmpty() ? 0 : from - before;
        this.parts = rest.iterator();
        this.chunks = source.readahead(rest.stream()
                .filter(Piece.class::isInstance)
                .map(Piece.class::cast)
                .iterator());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (zeros == 0 && at == chunk.length) {
            if (!parts.hasNext()) {
                return -1;
            }
            begin(parts.next());
        }
        if (zeros > 0) {
            int n = (int) Math.min(zeros, length);
            Arrays.fill(target, offset, offset + n, (byte) 0);
            zeros -= n;
            return n;
        }
        int n = Math.min(chunk.length - at, length);
        System.arraycopy(chunk, at, target, offset, n);
        at += n;
        return n;
    }

    private void begin(Part part) throws IOException {
        switch (part) {
            case Hole hole -> zeros = hole.length() - skip;
            case Piece _ -> {
                switch (chunks.next()) {
                    case Fetched.Bytes bytes -> {
                        chunk = bytes.chunk();
                        at = (int) skip;
                    }
                    case Fetched.Lost lost -> throw new DamagedException(lost.damage());
                }
            }
        }
        skip = 0;
    }

    @Override
    public void close() {
        chunks.close();
    }
}
