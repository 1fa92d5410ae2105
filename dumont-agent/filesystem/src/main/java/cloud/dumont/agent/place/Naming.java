package cloud.dumont.agent.place;

import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.Nodes;
import cloud.dumont.agent.posix.PosixException;

/** Giving a name that nobody else may have. */
final class Naming {
    private Naming() {}

    /** @throws PosixException EEXIST */
    static void toFree(int parent, byte[] from, byte[] name) throws PosixException {
        try {
            Nodes.renameToFree(parent, from, parent, name);
        } catch (PosixException refused) {
            if (!refused.is(Errno.EINVAL) && !refused.is(Errno.ENOSYS)) {
                throw refused;
            }
            // File systems without that promise keep it for links.
            Nodes.link(parent, from, parent, name);
            Nodes.unlink(parent, from);
        }
    }
}
