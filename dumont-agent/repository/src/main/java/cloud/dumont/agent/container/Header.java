package cloud.dumont.agent.container;

import cloud.dumont.agent.wire.BigEndian;
import java.util.Arrays;

/** The first 64 bytes of a container; part of what every tag in it protects. */
final class Header {
    static final int BYTES = 64;
    private static final int MAGIC = 0x44564631;
    private final ContainerName name;
    private final byte[] bytes;

    private Header(ContainerName name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    static Header of(ContainerName name, byte[] salt) {
        byte[] bytes = new byte[BYTES];
        BigEndian.putInt(bytes, 0, MAGIC);
        bytes[4] = name.kind().code();
        bytes[5] = 1;
        BigEndian.putLong(bytes, 8, name.epoch());
        BigEndian.putLong(bytes, 16, name.number());
        System.arraycopy(salt, 0, bytes, 24, 32);
        return new Header(name, bytes);
    }

    /** @throws DamageException if these are not the header of the container of that name */
    static Header parse(ContainerName name, byte[] from, int offset) throws DamageException {
        Header header = of(name, Arrays.copyOfRange(from, offset + 24, offset + 56));
        if (!Arrays.equals(header.bytes, 0, BYTES, from, offset, offset + BYTES)) {
            throw new DamageException(new Damage.BadHeader(name));
        }
        return header;
    }

    ContainerName name() {
        return name;
    }

    byte[] salt() {
        return Arrays.copyOfRange(bytes, 24, 56);
    }

    byte[] bytes() {
        return bytes;
    }
}
