package cloud.dumont.restore.archive;

import cloud.dumont.restore.record.RawPath;

/** Something that could not be carried over, and why. */
public record Skipped(RawPath path, String reason) {}
