package cloud.dumont.restore.content;

import cloud.dumont.restore.container.BlockReader;
import cloud.dumont.restore.container.BlockTable;
import cloud.dumont.restore.container.Containers;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Layout;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Some blocks of one container that lie near each other, to be fetched by one request. */
final class BlockRun implements Callable<Map<Integer, BlockRun.Block>> {
    private final Containers containers;
    private final Layout layout;
    private final List<Integer> blocks;

    /** @param blocks rising */
    BlockRun(Containers containers, Layout layout, List<Integer> blocks) {
        this.containers = containers;
        this.layout = layout;
        this.blocks = blocks;
    }

    sealed interface Block {
        record Plain(byte[] bytes) implements Block {}

        record Lost(Damage damage) implements Block {}
    }

    @Override
    public Map<Integer, Block> call() throws IOException {
        Map<Integer, Block> opened = HashMap.newHashMap(blocks.size());
        BlockTable table = layout.blocks();
        long start = table.storedStart(blocks.getFirst());
        long end = table.storedStart(blocks.getLast()) + table.storedLength(blocks.getLast());
        byte[] stored;
        try {
            stored = containers.range(layout.id(), start, (int) (end - start));
        } catch (DamagedException e) {
            blocks.forEach(block -> opened.put(block, new Block.Lost(e.damage())));
            return opened;
        }
        BlockReader reader = layout.reader();
        for (int block : blocks) {
            opened.put(block, open(reader, block, stored, (int) (table.storedStart(block) - start)));
        }
        return opened;
    }

    private static Block open(BlockReader reader, int block, byte[] stored, int offset) {
        try {
            return new Block.Plain(reader.open(block, stored, offset));
        } catch (DamagedException e) {
            return new Block.Lost(e.damage());
        }
    }
}
