package cloud.dumont.restore.verify;

import cloud.dumont.restore.container.ChunkTable;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.content.ChunkHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks a container's chunks while its blocks come by; blocks that no later chunk begins in are let go. */
final class ChunkChecks {
    private record Block(long start, int length, byte @Nullable [] plain) {
        long end() {
            return start + length;
        }
    }

    private final ContainerId container;
    private final ChunkTable table;
    private final ChunkHash hash;
    private final List<Integer> order;
    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private final Map<Long, Long> good = new HashMap<>();
    private final List<Damage> damage = new ArrayList<>();
    private int next;

    ChunkChecks(ContainerId container, ChunkTable table, ChunkHash hash) {
        this.container = container;
        this.table = table;
        this.hash = hash;
        this.order = IntStream.range(0, table.count())
                .boxed()
                .sorted(Comparator.comparingLong(table::offset))
                .toList();
    }

    /** @param plain null if the block is damaged */
    void block(long start, int length, byte @Nullable [] plain) {
        blocks.add(new Block(start, length, plain));
        checkUpTo(start + length);
    }

    void end() {
        checkUpTo(Long.MAX_VALUE);
        blocks.clear();
    }

    long whole() {
        return good.size();
    }

    List<Damage> damage() {
        return damage;
    }

    boolean holds(long place, long prefix) {
        Long found = good.get(place);
        return found != null && found == prefix;
    }

    private void checkUpTo(long available) {
        while (next < order.size() && end(order.get(next)) <= available) {
            check(order.get(next));
            next++;
        }
        long from = next < order.size() ? table.offset(order.get(next)) : Long.MAX_VALUE;
        while (!blocks.isEmpty() && blocks.peek().end() <= from) {
            blocks.remove();
        }
    }

    private long end(int chunk) {
        return table.offset(chunk) + table.length(chunk);
    }

    private void check(int chunk) {
        byte[] bytes = gather(table.offset(chunk), table.length(chunk));
        if (bytes == null) {
            return;
        }
        if (hash.matches(table.id(chunk), bytes)) {
            good.put(ContainerCheck.place(table, chunk), table.id(chunk).prefix());
        } else {
            damage.add(new Damage(
                    container.name(),
                    Fault.CHUNK,
                    "its chunk " + table.id(chunk) + " has other bytes than its id says"));
        }
    }

    /** Null if a block of it is damaged, which was reported with the block. */
    private byte @Nullable [] gather(long offset, int length) {
        byte[] bytes = new byte[length];
        for (Iterator<Block> it = blocks.iterator(); it.hasNext(); ) {
            Block block = it.next();
            long from = Math.max(offset, block.start());
            long to = Math.min(offset + length, block.end());
            if (from < to) {
                byte[] plain = block.plain();
                if (plain == null) {
                    return null;
                }
                System.arraycopy(plain, (int) (from - block.start()), bytes, (int) (from - offset), (int) (to - from));
            }
        }
        return bytes;
    }
}
