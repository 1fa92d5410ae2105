package cloud.dumont.restore.verify;

import cloud.dumont.restore.container.BlockReader;
import cloud.dumont.restore.container.BlockTable;
import cloud.dumont.restore.container.ChunkTable;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Containers;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.container.OpenedContainer;
import cloud.dumont.restore.content.ChunkHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Reads one container from end to end: every tag, every chunk's id, and the pieces that somebody needs of it. */
final class ContainerCheck implements Callable<ContainerCheck.Outcome> {
    private static final int SEGMENT = 4 * 1024 * 1024;

    private final Containers containers;
    private final ContainerId id;
    private final PieceSet needed;
    private final ChunkHash hash;

    ContainerCheck(Containers containers, ContainerId id, PieceSet needed, ChunkHash hash) {
        this.containers = containers;
        this.id = id;
        this.needed = needed;
        this.hash = hash;
    }

    /** @param lost places of needed pieces, and why */
    record Outcome(ContainerId id, long bytes, long chunks, List<Damage> damage, Lost lost) {}

    /** Which needed pieces of a container are gone. */
    record Lost(List<Long> places, List<Damage> reasons, boolean everything) {}

    @Override
    public Outcome call() throws IOException {
        try {
            OpenedContainer opened = containers.open(id);
            ChunkChecks checks = new ChunkChecks(id, opened.chunks(), hash);
            List<Damage> damage = new ArrayList<>();
            readBlocks(opened, checks, damage);
            damage.addAll(checks.damage());
            return new Outcome(id, opened.size(), checks.whole(), damage, lost(checks, damage));
        } catch (DamagedException e) {
            Lost all = new Lost(List.of(), List.of(e.damage()), true);
            return new Outcome(id, 0, 0, List.of(e.damage()), all);
        }
    }

    private void readBlocks(OpenedContainer opened, ChunkChecks checks, List<Damage> damage) throws IOException {
        BlockTable table = opened.layout().blocks();
        BlockReader reader = opened.layout().reader();
        int block = 0;
        int dataBlock = 0;
        while (block < table.blocks()) {
            int end = block + 1;
            long start = table.storedStart(block);
            while (end < table.blocks() && table.storedStart(end) + table.storedLength(end) - start <= SEGMENT) {
                end++;
            }
            long length = table.storedStart(end - 1) + table.storedLength(end - 1) - start;
            byte[] stored = containers.range(id, start, (int) length);
            for (; block < end; block++) {
                byte[] plain = null;
                try {
                    plain = reader.open(block, stored, (int) (table.storedStart(block) - start));
                } catch (DamagedException e) {
                    damage.add(e.damage());
                }
                if (table.isData(block)) {
                    checks.block(table.dataStart(dataBlock++), table.plainLength(block), plain);
                }
            }
        }
        checks.end();
    }

    private Lost lost(ChunkChecks checks, List<Damage> damage) {
        List<Long> places = new ArrayList<>();
        List<Damage> reasons = new ArrayList<>();
        int count = needed.size();
        for (int i = 0; i < count; i++) {
            if (!checks.holds(needed.place(i), needed.prefix(i))) {
                places.add(needed.place(i));
                if (damage.isEmpty()) {
                    damage.add(new Damage(id.name(), Fault.CHUNK, "it does not hold a chunk that a file needs"));
                }
                reasons.add(damage.getFirst());
            }
        }
        return new Lost(places, reasons, false);
    }

    static long place(ChunkTable table, int i) {
        return PieceSet.place(table.offset(i), table.length(i));
    }
}
