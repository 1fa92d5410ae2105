package cloud.dumont.sandbox.gce.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that was asked for, by name, and by the client's own id of the request. */
public final class Operations {
    private static final Duration KEPT = Duration.ofDays(14);
    private final Map<String, Operation> byName = new LinkedHashMap<>();
    private final Map<String, String> byRequest = new LinkedHashMap<>();
    private long nextId;
    private long revision;

    public Operations(long nextId) {
        this.nextId = nextId;
    }

    public Operation begin(
            String scope,
            String type,
            String target,
            long targetId,
            String user,
            @Nullable String requestKey,
            @Nullable String requestId,
            Instant now,
            Instant earliest) {
        long id = nextId++;
        String name = (user.startsWith("system@") ? "systemevent-" : "operation-") + now.toEpochMilli() + "-" + id;
        Operation begun = new Operation(
                id, name, scope, type, target, targetId, user, requestId, now, earliest, null, null, null);
        put(begun);
        if (requestKey != null) {
            byRequest.put(requestKey, name);
        }
        byName.values().removeIf(old -> {
            Instant ended = old.ended();
            return ended != null && ended.isBefore(now.minus(KEPT));
        });
        byRequest.values().retainAll(byName.keySet());
        return begun;
    }

    public void put(Operation operation) {
        byName.put(operation.name(), operation);
        revision++;
    }

    /** Does nothing for an unknown one, or one that has ended. */
    public void end(@Nullable String name, @Nullable Failure failure, Instant now) {
        Operation operation = name == null ? null : byName.get(name);
        if (operation != null && operation.ended() == null) {
            put(failure == null ? operation.done(now) : operation.failed(failure, now));
        }
    }

    /** Ends whatever still goes on for a target that is gone. */
    public void endAllOf(long targetId, Instant now) {
        all().stream()
                .filter(operation -> operation.targetId() == targetId && operation.ended() == null)
                .forEach(operation -> put(operation.done(now)));
    }

    public Optional<Operation> find(String scope, String name) {
        return Optional.ofNullable(byName.get(name))
                .filter(operation -> operation.scope().equals(scope));
    }

    /** The operation that this very request began before. */
    public Optional<Operation> repeated(String requestKey) {
        return Optional.ofNullable(byRequest.get(requestKey)).map(byName::get);
    }

    public List<Operation> in(String scope) {
        return byName.values().stream()
                .filter(operation -> operation.scope().equals(scope))
                .toList();
    }

    public List<Operation> all() {
        return List.copyOf(byName.values());
    }

    public Map<String, String> requests() {
        return Map.copyOf(byRequest);
    }

    public void restore(Collection<Operation> saved, Map<String, String> requests) {
        saved.forEach(operation -> byName.put(operation.name(), operation));
        byRequest.putAll(requests);
    }

    public long nextId() {
        return nextId;
    }

    public long revision() {
        return revision;
    }
}
