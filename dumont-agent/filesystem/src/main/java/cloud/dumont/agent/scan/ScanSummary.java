package cloud.dumont.agent.scan;

/** @param whole whether everything of the scope was seen: nothing denied, broken or stopped */
public record ScanSummary(long entries, long directories, long problems, boolean whole) {}
