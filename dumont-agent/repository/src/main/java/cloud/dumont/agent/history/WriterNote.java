package cloud.dumont.agent.history;

import cloud.dumont.agent.container.Format;
import cloud.dumont.agent.container.Layout;
import cloud.dumont.agent.wire.ByteReader;
import cloud.dumont.agent.wire.ByteWriter;
import cloud.dumont.agent.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;

/**
 * What a writer leaves for itself in each commit, as its last chunk, which no entry refers to: the pack numbers that it has given
 * and no commit has named yet. With it a restarted agent knows which packs in the store it may still use; readers do not look.
 *
 * @param nextPack the first number that was not given yet
 * @param unnamed given before
 */
record WriterNote(long nextPack, SortedSet<Long> unnamed) {
    private static final byte[] MAGIC = "dvf1/writer\0".getBytes(StandardCharsets.US_ASCII);

    /** Whether a pack that is in the store was named by no commit up to the one that holds this note. */
    boolean mayUse(long number) {
        return number >= nextPack || unnamed.contains(number);
    }

    byte[] bytes() {
        ByteWriter out = new ByteWriter(64);
        out.raw(MAGIC).varint(nextPack);
        List<long[]> runs = new ArrayList<>();
        for (long number : unnamed) {
            long[] last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last[0] + last[1] == number) {
                last[1]++;
            } else {
                runs.add(new long[] {number, 1});
            }
        }
        out.varint(runs.size());
        runs.forEach(run -> out.varint(run[0]).varint(run[1]));
        return out.toBytes();
    }

    static WriterNote read(byte[] bytes) throws MalformedException {
        ByteReader in = new ByteReader(bytes);
        if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) {
            throw new MalformedException("not a writer's note");
        }
        long next = in.varint();
        SortedSet<Long> unnamed = new java.util.TreeSet<>();
        for (int runs = in.count(2); runs > 0; runs--) {
            long from = in.varint();
            for (long left = in.varint(1_000_000); left > 0; left--) {
                unnamed.add(from++);
            }
        }
        in.end();
        return new WriterNote(next, unnamed);
    }

    /** Whether the last chunk of a commit may be one. */
    static boolean fits(Layout layout) {
        return layout.chunks() > 0 && layout.chunk(layout.chunks() - 1).length() <= Format.BLOCK;
    }
}
