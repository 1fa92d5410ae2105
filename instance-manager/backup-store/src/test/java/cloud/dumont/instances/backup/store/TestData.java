package cloud.dumont.instances.backup.store;

import java.util.Random;

public final class TestData {
    private TestData() {}

    public static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
