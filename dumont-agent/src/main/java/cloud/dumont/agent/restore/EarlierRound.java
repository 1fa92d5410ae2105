package cloud.dumont.agent.restore;

import cloud.dumont.agent.tree.CommitRef;
import java.nio.file.Path;
import java.util.List;

/**
 * A version that was put in place here before, while the machine was served elsewhere.
 *
 * @param chain of the version
 * @param identities where it is kept which files are in place
 * @param scope the name under which they are kept
 */
public record EarlierRound(List<CommitRef> chain, Path identities, String scope) {}
