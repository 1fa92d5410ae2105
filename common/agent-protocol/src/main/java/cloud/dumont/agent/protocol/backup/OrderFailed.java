package cloud.dumont.agent.protocol.backup;

import cloud.dumont.kernel.Epoch;

/** A snapshot order cannot be fulfilled. @param detail one line for the user @param unsavedBytes best estimate */
public record OrderFailed(Epoch epoch, String order, String code, String detail, long unsavedBytes) {
    public static final String DEADLINE = "deadline";
    public static final String STORE = "store_unreachable";
    public static final String UNREADABLE = "files_unreadable";
    public static final String LIMIT = "backup_limit_reached";
}
