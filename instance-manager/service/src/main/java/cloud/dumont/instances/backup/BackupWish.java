package cloud.dumont.instances.backup;

import cloud.dumont.instances.backup.store.retention.RetentionPolicy;
import cloud.dumont.instances.backup.workspace.Policy;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request says about a machine's backup; what is absent stays as it is, a list is replaced whole. */
public record BackupWish(
        @Nullable Boolean enabled,
        @Nullable Integer intervalS,
        @Nullable List<@Nullable String> include,
        @Nullable List<@Nullable String> exclude,
        @Nullable RetentionPolicy retention) {
    private static final int MIN_INTERVAL_S = 15;
    private static final int MAX_INTERVAL_S = 86_400;
    private static final int MAX_FOLDERS = 64;
    private static final int MAX_PATTERNS = 256;
    private static final int MAX_TEXT = 4096;
    private static final int MAX_HOURS = 24 * 31;
    private static final int MAX_DAYS = 366;

    /** @throws RefusedException {@code validation_failed} */
    public Policy over(Policy base) {
        return new Policy(
                enabled == null ? base.enabled() : enabled,
                intervalS == null ? base.intervalS() : validInterval(intervalS),
                include == null ? base.include() : folders(include),
                exclude == null ? base.exclude() : patterns(exclude),
                retention == null ? base.retention() : validRetention(retention));
    }

    private static int validInterval(int seconds) {
        check(
                seconds >= MIN_INTERVAL_S && seconds <= MAX_INTERVAL_S,
                "#/backup/interval_s",
                "Between 15 and 86400 seconds.");
        return seconds;
    }

    private static List<String> folders(List<@Nullable String> given) {
        check(!given.isEmpty() && given.size() <= MAX_FOLDERS, "#/backup/include", "1 to 64 folders.");
        return given.stream().map(BackupWish::folder).distinct().toList();
    }

    private static String folder(@Nullable String path) {
        boolean good = path != null
                && path.startsWith("/")
                && fits(path)
                && List.of(path.split("/", -1)).stream().noneMatch(part -> part.equals("..") || part.equals("."));
        check(good, "#/backup/include", "A folder is an absolute path without '.' and '..'.");
        String bare = String.valueOf(path).replaceAll("/+", "/");
        return bare.length() > 1 && bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private static List<String> patterns(List<@Nullable String> given) {
        check(given.size() <= MAX_PATTERNS, "#/backup/exclude", "At most 256 patterns.");
        return given.stream().map(BackupWish::pattern).toList();
    }

    private static String pattern(@Nullable String text) {
        boolean good = text != null && !text.isBlank() && fits(text) && text.indexOf('\n') < 0;
        check(good, "#/backup/exclude", "A pattern is one line of text.");
        return String.valueOf(text);
    }

    private static boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT && text.indexOf('\0') < 0;
    }

    private static RetentionPolicy validRetention(RetentionPolicy wish) {
        boolean good = wish.allHours() <= MAX_HOURS
                && wish.fiveMinutesHours() <= MAX_HOURS
                && wish.hourlyDays() <= MAX_DAYS
                && wish.dailyDays() <= MAX_DAYS;
        check(good, "#/backup/retention", "At most 31 days of every version, and 366 days of hourly and daily ones.");
        return wish;
    }

    private static void check(boolean holds, String pointer, String detail) {
        if (!holds) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(pointer, "invalid", detail));
        }
    }
}
