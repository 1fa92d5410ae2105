package cloud.dumont.restore.content;

import cloud.dumont.restore.container.Containers;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import javax.crypto.SecretKey;

/** Reads chunks of one workspace; no byte leaves here that does not have the id asked for. */
public final class Chunks {
    private final Containers containers;
    private final SecretKey chunkIdKey;
    private final ExecutorService threads;
    private final long windowBytes;

    /** @param windowBytes how many plain bytes one window of read-ahead may hold; two are held at a time */
    public Chunks(Containers containers, SecretKey chunkIdKey, ExecutorService threads, long windowBytes) {
        this.containers = containers;
        this.chunkIdKey = chunkIdKey;
        this.threads = threads;
        this.windowBytes = windowBytes;
    }

    public ChunkHash hash() {
        return new ChunkHash(chunkIdKey);
    }

    public Readahead readahead(Iterator<Piece> pieces) throws IOException {
        return new Readahead(pieces, containers, threads, hash(), windowBytes);
    }

    public byte[] read(Piece piece) throws IOException {
        try (Readahead one = readahead(List.of(piece).iterator())) {
            return switch (one.next()) {
                case Fetched.Bytes bytes -> bytes.chunk();
                case Fetched.Lost lost -> throw new DamagedException(lost.damage());
            };
        }
    }

    /** The content from this byte on; holes read as zeros, and damage is a {@link DamagedException} where it lies. */
    public InputStream open(Content content, long from) throws IOException {
        return new ContentStream(this, content, from);
    }
}
