package cloud.dumont.restore;

/**
 * How much a workspace may take.
 *
 * @param parallel how many requests run at once
 * @param windowBytes plain bytes of one window of read-ahead; a reader holds two
 * @param layoutCacheBytes memory for what is known of containers (a few hundred bytes each)
 */
public record WorkspaceOptions(int parallel, long windowBytes, int layoutCacheBytes) {
    public WorkspaceOptions {
        if (parallel < 1 || windowBytes < 1 || layoutCacheBytes < 1) {
            throw new IllegalArgumentException("a workspace needs threads and memory");
        }
    }

    public static WorkspaceOptions defaults() {
        return new WorkspaceOptions(16, 32L * 1024 * 1024, 32 * 1024 * 1024);
    }

    public WorkspaceOptions withParallel(int requests) {
        return new WorkspaceOptions(requests, windowBytes, layoutCacheBytes);
    }
}
