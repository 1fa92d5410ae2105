package cloud.dumont.restore.content;

import cloud.dumont.restore.container.BlockTable;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Containers;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.container.Layout;
import cloud.dumont.restore.record.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Some chunks in the order they are wanted, and their blocks, which are fetched all at once. */
final class Window {
    private static final long WIDEST_GAP = 128 * 1024;
    private static final long LONGEST_REQUEST = 8 * 1024 * 1024;

    private record Blocks(Layout layout, TreeSet<Integer> wanted) {}

    private record Key(ContainerId container, int block) {}

    private final List<Planned> chunks = new ArrayList<>();
    private final Map<ContainerId, Blocks> needed = new TreeMap<>();
    private final Map<Key, Future<Map<Integer, BlockRun.Block>>> fetching = new HashMap<>();
    private long plainBytes;
    private int next;

    /** Takes the chunk, unless the window has some and this would make it larger than the limit. */
    boolean offer(Planned chunk, long limit) {
        switch (chunk) {
            case Planned.Hopeless _ -> chunks.add(chunk);
            case Planned.Readable readable -> {
                long more = cost(readable);
                if (!chunks.isEmpty() && plainBytes + more > limit) {
                    return false;
                }
                plainBytes += more;
                require(readable);
                chunks.add(chunk);
            }
        }
        return true;
    }

    private long cost(Planned.Readable chunk) {
        BlockTable table = chunk.layout().blocks();
        Blocks known = needed.get(chunk.layout().id());
        long cost = 0;
        for (int n = chunk.firstBlock(); n <= chunk.lastBlock(); n++) {
            int block = table.dataBlock(n);
            cost += known != null && known.wanted().contains(block) ? 0 : table.plainLength(block);
        }
        return cost;
    }

    private void require(Planned.Readable chunk) {
        Blocks blocks = needed.computeIfAbsent(chunk.layout().id(), _ -> new Blocks(chunk.layout(), new TreeSet<>()));
        for (int n = chunk.firstBlock(); n <= chunk.lastBlock(); n++) {
            blocks.wanted().add(chunk.layout().blocks().dataBlock(n));
        }
    }

    void fetch(Containers containers, ExecutorService threads) {
        for (Blocks blocks : needed.values()) {
            BlockTable table = blocks.layout().blocks();
            List<Integer> run = new ArrayList<>();
            for (int block : blocks.wanted()) {
                if (!run.isEmpty() && !near(table, run, block)) {
                    submit(new BlockRun(containers, blocks.layout(), run), blocks.layout(), run, threads);
                    run = new ArrayList<>();
                }
                run.add(block);
            }
            submit(new BlockRun(containers, blocks.layout(), run), blocks.layout(), run, threads);
        }
        needed.clear();
    }

    private static boolean near(BlockTable table, List<Integer> run, int block) {
        int last = run.getLast();
        long end = table.storedStart(last) + table.storedLength(last);
        return table.storedStart(block) - end <= WIDEST_GAP
                && table.storedStart(block) + table.storedLength(block) - table.storedStart(run.getFirst())
                        <= LONGEST_REQUEST;
    }

    private void submit(BlockRun request, Layout layout, List<Integer> run, ExecutorService threads) {
        Future<Map<Integer, BlockRun.Block>> future = threads.submit(request);
        run.forEach(block -> fetching.put(new Key(layout.id(), block), future));
    }

    boolean hasNext() {
        return next < chunks.size();
    }

    Fetched next(ChunkHash hash) throws IOException {
        return switch (chunks.get(next++)) {
            case Planned.Hopeless hopeless -> new Fetched.Lost(hopeless.damage());
            case Planned.Readable readable -> assemble(readable, hash);
        };
    }

    private Fetched assemble(Planned.Readable chunk, ChunkHash hash) throws IOException {
        Piece piece = chunk.piece();
        BlockTable table = chunk.layout().blocks();
        byte[] bytes = new byte[piece.size()];
        for (int n = chunk.firstBlock(); n <= chunk.lastBlock(); n++) {
            int block = table.dataBlock(n);
            Map<Integer, BlockRun.Block> run =
                    Await.result(fetching.get(new Key(chunk.layout().id(), block)));
            switch (Objects.requireNonNull(run.get(block))) {
                case BlockRun.Block.Lost lost -> {
                    return new Fetched.Lost(lost.damage());
                }
                case BlockRun.Block.Plain plain -> copy(plain.bytes(), table.dataStart(n), piece, bytes);
            }
        }
        if (!hash.matches(piece.id(), bytes)) {
            return new Fetched.Lost(
                    new Damage(chunk.layout().id().name(), Fault.CHUNK, "chunk " + piece.id() + " has other bytes"));
        }
        return new Fetched.Bytes(bytes);
    }

    private static void copy(byte[] block, long blockStart, Piece piece, byte[] chunk) {
        long from = Math.max(blockStart, piece.offset());
        long to = Math.min(blockStart + block.length, piece.offset() + piece.size());
        System.arraycopy(block, (int) (from - blockStart), chunk, (int) (from - piece.offset()), (int) (to - from));
    }

    void cancel() {
        fetching.values().forEach(future -> future.cancel(false));
    }
}
