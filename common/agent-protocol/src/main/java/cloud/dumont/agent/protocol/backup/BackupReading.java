package cloud.dumont.agent.protocol.backup;

import org.jspecify.annotations.Nullable;

/**
 * The backup as its agent sees it; part of the beat.
 *
 * @param state {@code off}, {@code starting}, {@code idle}, {@code working}, {@code restoring}, {@code failing}, {@code limited}
 * @param lastSeq newest commit that counts, 0: none
 * @param protectedAgoMillis age of the newest moment of which everything is saved, null: no such moment yet
 * @param unprotectedMillis age of the oldest change that is not saved, 0: all is saved
 * @param backlogBytes known to be waiting
 * @param bytesPerSecond upload, measured lately
 * @param watched false: changes of some folders are found by looking, not told
 * @param problem one line for the user
 */
public record BackupReading(
        String state,
        long lastSeq,
        @Nullable Long protectedAgoMillis,
        long unprotectedMillis,
        long backlogBytes,
        long bytesPerSecond,
        long files,
        long bytes,
        boolean watched,
        @Nullable String problem) {}
