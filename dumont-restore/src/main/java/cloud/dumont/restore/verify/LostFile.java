package cloud.dumont.restore.verify;

import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.record.RawPath;

/**
 * A file some of whose bytes are gone.
 *
 * @param onlyNewest what is restored by default, its last whole content, is still there
 */
public record LostFile(RawPath path, Damage damage, boolean onlyNewest) {}
