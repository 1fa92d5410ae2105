package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.RawPath;

/**
 * A name that may differ from what the tree has of it.
 *
 * @param unseen a look at its directory did not meet it: it is gone, or left out on purpose
 * @param sinceNanos when it was first known to differ, by the monotonic clock
 */
record Nominee(RawPath path, boolean unseen, long sinceNanos) {}
