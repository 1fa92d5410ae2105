package cloud.dumont.sandbox.r2.store;

import java.util.Comparator;

/** Keys in the order of their UTF-8 bytes, which is the order of code points and not of Java's chars. */
final class KeyOrder implements Comparator<String> {
    static final KeyOrder INSTANCE = new KeyOrder();

    private KeyOrder() {}

    @Override
    public int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // at the first difference a surrogate stands for a code point above all others
                boolean aHigh = Character.isSurrogate(a);
                boolean bHigh = Character.isSurrogate(b);
                return aHigh == bHigh ? Character.compare(a, b) : Boolean.compare(aHigh, bHigh);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
