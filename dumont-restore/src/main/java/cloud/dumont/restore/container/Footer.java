package cloud.dumont.restore.container;

import java.nio.ByteBuffer;

/** The last 16 bytes of a container: where its trailer lies. */
record Footer(int storedLength, int plainLength, byte codec) {
    static final int SIZE = 16;
    static final int LARGEST_TRAILER = 64 * 1024 * 1024;
    private static final int MAGIC = 0x31465644;

    static Footer parse(ContainerId id, byte[] tail, long objectSize) throws DamagedException {
        ByteBuffer in = ByteBuffer.wrap(tail, tail.length - SIZE, SIZE);
        long stored = Integer.toUnsignedLong(in.getInt());
        long plain = Integer.toUnsignedLong(in.getInt());
        int codecAndZeros = in.getInt();
        check(id, in.getInt() == MAGIC, "it does not end with 1FVD");
        check(id, (codecAndZeros & 0xFFFFFF) == 0, "bytes that must be zero are not");
        int codec = codecAndZeros >>> 24;
        check(id, codec <= 1, "it names an unknown codec");
        check(id, plain <= LARGEST_TRAILER, "its trailer would be longer than 64 MiB");
        check(id, stored >= BlockCipher.TAG && stored <= objectSize - Header.SIZE - SIZE, "its trailer does not fit");
        check(id, codec == 1 || stored == plain + BlockCipher.TAG, "its lengths contradict each other");
        return new Footer((int) stored, (int) plain, (byte) codec);
    }

    private static void check(ContainerId id, boolean holds, String otherwise) throws DamagedException {
        if (!holds) {
            throw new DamagedException(id.name(), Fault.FOOTER, "its footer is damaged: " + otherwise);
        }
    }
}
