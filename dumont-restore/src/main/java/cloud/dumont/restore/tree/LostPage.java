package cloud.dumont.restore.tree;

import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.record.RawPath;

/**
 * A page of a tree that cannot be read: what the machine had between two paths is not known any more, save for what later
 * commits changed there.
 *
 * @param after the last path known before it
 */
public record LostPage(int number, RawPath after, Damage damage) {}
