package cloud.dumont.restore.container;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first 64 bytes of a container. */
record Header(byte[] bytes, byte[] salt) {
    static final int SIZE = 64;
    private static final int MAGIC = 0x44564631;
    private static final int SALT = 24;

    static Header parse(ContainerId id, byte[] object, int offset) throws DamagedException, UnknownVersion {
        byte[] bytes = Arrays.copyOfRange(object, offset, offset + SIZE);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        check(id, in.getInt() == MAGIC, "it does not begin with DVF1");
        check(id, in.get() == id.kind().code(), "it says that it is of another kind");
        int version = in.get() & 0xFF;
        boolean reserved = in.getShort() == 0;
        check(id, in.getLong() == id.epoch(), "it says that it is of another epoch");
        check(id, in.getLong() == id.number(), "it says that it has another number");
        check(id, reserved && in.getLong(SIZE - 8) == 0, "bytes that must be zero are not");
        if (version != 1) {
            throw new UnknownVersion(id.name() + " is of version " + version + "; this program knows version 1");
        }
        return new Header(bytes, Arrays.copyOfRange(bytes, SALT, SALT + 32));
    }

    private static void check(ContainerId id, boolean holds, String otherwise) throws DamagedException {
        if (!holds) {
            throw new DamagedException(id.name(), Fault.HEADER, "its header is damaged: " + otherwise);
        }
    }
}
