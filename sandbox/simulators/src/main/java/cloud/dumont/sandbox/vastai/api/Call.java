package cloud.dumont.sandbox.vastai.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The endpoints that exist here, each with the published minimum interval in seconds between two calls of one key. */
enum Call {
    SEARCH("POST", "/api/v0/bundles", 6, true),
    SEARCH_ASKS("PUT", "/api/v0/search/asks", 6, false),
    GPU_NAMES("GET", "/api/v0/gpu_names/unique", 1, true),
    CREATE("PUT", "/api/v0/asks/{id}", 4.5, false),
    READ("GET", "/api/v0/instances/{id}", 2, false),
    MANAGE("PUT", "/api/v0/instances/{id}", 1, false),
    DESTROY("DELETE", "/api/v0/instances/{id}", 3, false),
    LIST("GET", "/api/v1/instances", 1, false),
    LIST_OLD("GET", "/api/v0/instances", 1, false),
    MANAGE_MANY("PUT", "/api/v0/instances", 1, false),
    DESTROY_MANY("DELETE", "/api/v0/instances", 3, false),
    REBOOT("PUT", "/api/v0/instances/reboot/{id}", 1, false),
    RECYCLE("PUT", "/api/v0/instances/recycle/{id}", 1, false),
    BID("PUT", "/api/v0/instances/bid_price/{id}", 5.5, false),
    REQUEST_LOGS("PUT", "/api/v0/instances/request_logs/{id}", 1, false),
    LOG_TEXT("GET", "/instance_logs/{id}", 0, true),
    INSTANCE_KEYS("GET", "/api/v0/instances/{id}/ssh", 1, false),
    ATTACH_KEY("POST", "/api/v0/instances/{id}/ssh", 1, false),
    DETACH_KEY("DELETE", "/api/v0/instances/{id}/ssh/{other}", 2, false),
    KEYS("GET", "/api/v0/ssh", 1, false),
    ADD_KEY("POST", "/api/v0/ssh", 1, false),
    REPLACE_KEY("PUT", "/api/v0/ssh/{id}", 1, false),
    DELETE_KEY("DELETE", "/api/v0/ssh/{id}", 1, false),
    USER("GET", "/api/v0/users/current", 1, false),
    CHARGES("GET", "/api/v0/charges", 1, false);

    final String method;
    final double interval;
    final boolean anonymous;
    private final Pattern pattern;

    Call(String method, String path, double interval, boolean anonymous) {
        this.method = method;
        this.interval = interval;
        this.anonymous = anonymous;
        pattern = Pattern.compile(path.replaceAll("\\{\\w+}", "(\\\\d{1,18})"));
    }

    /** A call with the numbers in its path, 0 where it has none. */
    record Match(Call call, long id, long other) {}

    static Optional<Match> find(String method, String path) {
        for (Call call : values()) {
            Matcher matcher = call.pattern.matcher(path);
            if (call.method.equals(method) && matcher.matches()) {
                return Optional.of(new Match(call, number(matcher, 1), number(matcher, 2)));
            }
        }
        return Optional.empty();
    }

    private static long number(Matcher matcher, int group) {
        return group > matcher.groupCount() ? 0 : Long.parseLong(matcher.group(group));
    }

    /** Whether the number in the path names an instance. */
    boolean onInstance() {
        return switch (this) {
            case READ, MANAGE, DESTROY, REBOOT, RECYCLE, BID, REQUEST_LOGS, INSTANCE_KEYS, ATTACH_KEY, DETACH_KEY ->
                true;
            case SEARCH,
                    SEARCH_ASKS,
                    GPU_NAMES,
                    CREATE,
                    LIST,
                    LIST_OLD,
                    MANAGE_MANY,
                    DESTROY_MANY,
                    LOG_TEXT,
                    KEYS,
                    ADD_KEY,
                    REPLACE_KEY,
                    DELETE_KEY,
                    USER,
                    CHARGES -> false;
        };
    }
}
