package cloud.dumont.instances.instance;

import java.time.Duration;

/**
 * How a user wants a box to be given up.
 *
 * @param finalBackup whether everything is saved first
 * @param deadline for that
 * @param acceptDataLoss whether the box goes also when that does not succeed
 * @param keepDays how long the files of a destroyed machine stay
 */
public record Parting(boolean finalBackup, Duration deadline, boolean acceptDataLoss, int keepDays) {}
