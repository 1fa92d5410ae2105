package cloud.dumont.sandbox.r2.store;

import cloud.dumont.sandbox.wire.Json;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/**
 * The append-only journal. A line that was cut off by a crash is the last one and was never acknowledged: it is removed
 * when the journal is read.
 */
final class Journal implements AutoCloseable {
    private final Path file;
    private final boolean fsync;
    private final Object flushing = new Object();
    private FileChannel channel;
    private long lines;
    private long end;
    private long flushed;

    private Journal(Path file, boolean fsync, FileChannel channel, long lines) throws IOException {
        this.file = file;
        this.fsync = fsync;
        this.channel = channel;
        this.lines = lines;
        this.end = channel.size();
        this.flushed = end;
    }

    /** Reads what is there, oldest first, and goes on after it. */
    static Journal open(Path file, boolean fsync, Consumer<Entry> replay) throws IOException {
        long lines = 0;
        long whole = 0;
        if (Files.exists(file)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                for (byte[] line = line(in); line != null; line = line(in)) {
                    replay.accept(read(file, line, lines));
                    lines++;
                    whole += line.length + 1;
                }
            }
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(whole);
        channel.position(whole);
        return new Journal(file, fsync, channel, lines);
    }

    private static Entry read(Path file, byte[] line, long number) throws IOException {
        try {
            return Json.read(new String(line, StandardCharsets.UTF_8), Entry.class);
        } catch (JacksonException broken) {
            throw new IOException("line " + (number + 1) + " of " + file + " is damaged", broken);
        }
    }

    /** The bytes up to a line's end; null when no whole line is left. */
    private static byte @org.jspecify.annotations.Nullable [] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toByteArray();
            }
            line.write(next);
        }
        return null;
    }

    /** The change survives the process when this returns, and the machine too when flushing is on. */
    void append(Entry entry) {
        byte[] line = (Json.write(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            long upTo;
            synchronized (this) {
                ByteBuffer buffer = ByteBuffer.wrap(line);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                lines++;
                end += line.length;
                upTo = end;
            }
            if (fsync) {
                flush(upTo);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Who comes while another flushes waits, and mostly finds its line flushed by the one in between. */
    private void flush(long upTo) throws IOException {
        synchronized (flushing) {
            if (flushed >= upTo) {
                return;
            }
            long reached;
            FileChannel current;
            synchronized (this) {
                reached = end;
                current = channel;
            }
            current.force(false);
            flushed = reached;
        }
    }

    synchronized long lines() {
        return lines;
    }

    /** Replaces the journal by a shorter one with the same meaning. Nothing may be appended meanwhile. */
    void rewrite(Catalog catalog) throws IOException {
        synchronized (flushing) {
            synchronized (this) {
                Path fresh = file.resolveSibling(file.getFileName() + ".new");
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 16)) {
                    catalog.retell(entry -> write(out, entry));
                }
                FileChannel next = FileChannel.open(fresh, StandardOpenOption.WRITE);
                next.position(next.size());
                next.force(true);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                channel.close();
                channel = next;
                end = next.size();
                flushed = end;
                lines = catalog.size();
            }
        }
    }

    private static void write(OutputStream out, Entry entry) {
        try {
            out.write((Json.write(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
