package cloud.dumont.agent.tree;

import cloud.dumont.agent.container.ContainerName;

/** One commit of a workspace. @param hash SHA-256 of its whole stored object */
public record CommitRef(long epoch, long seq, CommitHash hash) {
    public ContainerName name() {
        return ContainerName.commit(epoch, seq);
    }
}
