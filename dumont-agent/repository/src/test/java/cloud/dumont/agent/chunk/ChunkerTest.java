package cloud.dumont.agent.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    private static final GearTable GEAR = GearTable.of(new SecretKeySpec(new byte[32], "HmacSHA256"));

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static List<Integer> cuts(byte[] data, GearTable gear) {
        Chunker chunker = new Chunker(gear);
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at < data.length; ) {
            int length = chunker.next(data, at, data.length - at, true);
            lengths.add(length);
            at += length;
        }
        return lengths;
    }

    /** Whoever changes where files are cut makes all that is stored be stored again: these numbers stay. */
    @Test
    void goldenCuts() {
        assertThat(cuts(noise(12 << 20, 1), GEAR)).isEqualTo(GOLDEN);
    }

    private static final List<Integer> GOLDEN = List.of(
            1324868, 1094965, 1505585, 945093, 1143782, 733962, 1391057, 1060485, 1075964, 671201, 1428432, 207518);

    @Test
    void lengthsAreWithinBoundsAndNearTheAverage() {
        byte[] data = noise(96 << 20, 3);
        List<Integer> lengths = cuts(data, GEAR);
        assertThat(lengths.subList(0, lengths.size() - 1))
                .allMatch(length -> length >= Chunker.MIN && length <= Chunker.MAX);
        assertThat(data.length / lengths.size()).isBetween(700 << 10, 1400 << 10);
    }

    @Test
    void zerosAreCutAtTheLongest() {
        assertThat(cuts(new byte[9 << 20], GEAR)).containsExactly(4 << 20, 4 << 20, 1 << 20);
    }

    @Test
    void bytesThatComeInDribsAndDrabsAreCutTheSame() {
        byte[] data = noise(10 << 20, 4);
        Random random = new Random(5);
        Chunker chunker = new Chunker(GEAR);
        List<Integer> lengths = new ArrayList<>();
        int begin = 0;
        int there = 0;
        while (begin < data.length) {
            there = Math.min(data.length, there + 1 + random.nextInt(300_000));
            for (int cut = 1; cut > 0 && begin < there; ) {
                cut = chunker.next(data, begin, there - begin, there == data.length);
                if (cut > 0) {
                    lengths.add(cut);
                    begin += cut;
                }
            }
        }
        assertThat(lengths).isEqualTo(cuts(data, GEAR));
    }

    @Test
    void anInsertionMovesFewCuts() {
        byte[] data = noise(40 << 20, 6);
        byte[] changed = new byte[data.length + 1];
        System.arraycopy(data, 0, changed, 0, 1 << 20);
        System.arraycopy(data, 1 << 20, changed, (1 << 20) + 1, data.length - (1 << 20));
        assertThat(ends(changed, 1)).hasSizeGreaterThan(20);
        HashSet<Integer> lost = new HashSet<>(ends(data, 0));
        lost.removeAll(ends(changed, 1));
        assertThat(lost).hasSizeLessThan(6);
    }

    private static HashSet<Integer> ends(byte[] data, int shift) {
        HashSet<Integer> ends = new HashSet<>();
        int at = 0;
        for (int length : cuts(data, GEAR)) {
            at += length;
            ends.add(at - shift);
        }
        return ends;
    }

    @Test
    void anotherKeyCutsElsewhere() {
        byte[] data = noise(12 << 20, 1);
        byte[] key = new byte[32];
        key[0] = 1;
        assertThat(cuts(data, GearTable.of(new SecretKeySpec(key, "HmacSHA256"))))
                .isNotEqualTo(cuts(data, GEAR));
    }

    @Test
    void smallStreamsStayWhole() {
        Chunker chunker = new Chunker(GEAR);
        assertThat(chunker.next(noise(Chunker.MIN, 1), 0, Chunker.MIN, true)).isEqualTo(Chunker.MIN);
        assertThat(chunker.next(noise(5, 1), 0, 5, true)).isEqualTo(5);
        assertThat(chunker.next(noise(5, 1), 0, 5, false)).isZero();
        assertThat(chunker.next(new byte[0], 0, 0, true)).isZero();
    }
}
