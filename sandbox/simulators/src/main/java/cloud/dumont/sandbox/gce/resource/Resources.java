package cloud.dumont.sandbox.gce.resource;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that simply exists. */
public final class Resources {
    private final Map<String, Resource> byKey = new LinkedHashMap<>();
    private long revision;

    public Optional<Resource> find(String kind, String scope, String name) {
        return Optional.ofNullable(byKey.get(Resource.keyOf(kind, scope, name)));
    }

    public List<Resource> of(String kind, String scope) {
        return byKey.values().stream()
                .filter(resource ->
                        resource.kind().equals(kind) && resource.scope().equals(scope))
                .toList();
    }

    /** Everywhere. */
    public List<Resource> of(String kind) {
        return byKey.values().stream()
                .filter(resource -> resource.kind().equals(kind))
                .toList();
    }

    public long count(String kind) {
        return byKey.values().stream()
                .filter(resource -> resource.kind().equals(kind))
                .count();
    }

    public void put(Resource resource) {
        byKey.put(resource.key(), resource);
        revision++;
    }

    public void remove(Resource resource) {
        byKey.remove(resource.key());
        revision++;
    }

    public List<Resource> all() {
        return List.copyOf(byKey.values());
    }

    public void restore(Collection<Resource> saved) {
        saved.forEach(resource -> byKey.put(resource.key(), resource));
    }

    public long revision() {
        return revision;
    }
}
