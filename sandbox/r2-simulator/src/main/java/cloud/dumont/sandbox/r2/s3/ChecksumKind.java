package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.auth.Hashes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that a client may send along and ask for. */
enum ChecksumKind {
    CRC32,
    CRC32C,
    SHA1,
    SHA256;

    static final String HEADER = "x-amz-checksum-";

    /** A checksum being computed. */
    sealed interface Running {
        void update(byte[] bytes, int offset, int count);

        byte[] value();
    }

    private record OfCrc(Checksum crc) implements Running {
        @Override
        public void update(byte[] bytes, int offset, int count) {
            crc.update(bytes, offset, count);
        }

        @Override
        public byte[] value() {
            return ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        }
    }

    private record OfDigest(MessageDigest digest) implements Running {
        @Override
        public void update(byte[] bytes, int offset, int count) {
            digest.update(bytes, offset, count);
        }

        @Override
        public byte[] value() {
            return digest.digest();
        }
    }

    Running start() {
        return switch (this) {
            case CRC32 -> new OfCrc(new CRC32());
            case CRC32C -> new OfCrc(new CRC32C());
            case SHA1 -> new OfDigest(Hashes.digest("SHA-1"));
            case SHA256 -> new OfDigest(Hashes.digest("SHA-256"));
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String header() {
        return HEADER + word();
    }

    static Optional<ChecksumKind> of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equalsIgnoreCase(word))
                .findFirst();
    }
}
