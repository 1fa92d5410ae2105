package cloud.dumont.restore.archive;

import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.record.RawPath;

/**
 * A file whose bytes are not all in the store.
 *
 * @param zeroFilled it is there all the same, with zeros where bytes are lost; otherwise it was left out
 */
public record LostContent(RawPath path, Damage damage, boolean zeroFilled) {}
