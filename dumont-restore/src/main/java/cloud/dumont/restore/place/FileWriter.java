package cloud.dumont.restore.place;

import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.content.ContentPipeline;
import cloud.dumont.restore.content.Fetched;
import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Hole;
import cloud.dumont.restore.record.Part;
import cloud.dumont.restore.record.Piece;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Writes the bytes of one new file; holes stay holes. */
final class FileWriter {
    /** The damage, if bytes are lost; then no file stays behind. */
    Optional<Damage> write(Path file, Content content, ContentPipeline.Feed feed) throws IOException {
        FileChannel created = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Optional<Damage> damage;
        try (FileChannel channel = created) {
            damage = write(channel, content, feed);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        if (damage.isPresent()) {
            Files.delete(file);
        } else if (!content.parts().isEmpty() && content.parts().getLast() instanceof Hole) {
            try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
                whole.setLength(content.size());
            }
        }
        return damage;
    }

    private static Optional<Damage> write(FileChannel channel, Content content, ContentPipeline.Feed feed)
            throws IOException {
        long at = 0;
        for (Part part : content.parts()) {
            if (part instanceof Piece) {
                switch (feed.next()) {
                    case Fetched.Bytes bytes -> write(channel, bytes.chunk(), at);
                    case Fetched.Lost lost -> {
                        return Optional.of(lost.damage());
                    }
                }
            }
            at += part.length();
        }
        return Optional.empty();
    }

    private static void write(FileChannel channel, byte[] chunk, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(chunk);
        while (buffer.hasRemaining()) {
            channel.write(buffer, at + buffer.position());
        }
    }
}
