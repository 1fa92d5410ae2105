package cloud.dumont.agent.pack;

import cloud.dumont.agent.container.ContainerWriter;
import cloud.dumont.agent.container.Sealers;
import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.index.ChunkIndex;
import cloud.dumont.agent.store.SegmentBody;
import cloud.dumont.agent.store.SegmentPool;
import java.security.SecureRandom;

/** What all packs of an epoch share. */
public record PackShop(
        WorkspaceKey key, PackNumbers numbers, Sealers sealers, SegmentPool pool, ChunkIndex index, Uploads uploads) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public PackWriter writer(PackLimits limits) {
        return new PackWriter(this, limits);
    }

    ContainerWriter begin() throws InterruptedException {
        return new ContainerWriter(key, numbers.take(), salt(), sealers, new SegmentBody(pool));
    }

    /** 32 bytes that no other object has. */
    public static byte[] salt() {
        byte[] salt = new byte[32];
        RANDOM.nextBytes(salt);
        return salt;
    }
}
