package cloud.dumont.agent.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Fixed numbers in arrays, as the format has them. */
public final class BigEndian {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    public static int getInt(byte[] from, int offset) {
        return (int) INT.get(from, offset);
    }

    public static long getUnsignedInt(byte[] from, int offset) {
        return Integer.toUnsignedLong((int) INT.get(from, offset));
    }

    public static long getLong(byte[] from, int offset) {
        return (long) LONG.get(from, offset);
    }

    public static void putInt(byte[] to, int offset, int value) {
        INT.set(to, offset, value);
    }

    public static void putLong(byte[] to, int offset, long value) {
        LONG.set(to, offset, value);
    }
}
