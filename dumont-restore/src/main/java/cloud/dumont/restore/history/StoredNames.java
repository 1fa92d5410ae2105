package cloud.dumont.restore.history;

import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.container.Kind;
import cloud.dumont.restore.json.JsonObject;
import cloud.dumont.restore.source.ObjectSource;
import cloud.dumont.restore.source.StoreException;
import cloud.dumont.restore.source.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the objects of one workspace. */
public final class StoredNames {
    private static final int PAGE = 1000;
    private static final int LARGEST_JSON = 64 * 1024;
    /** Comes after every name that begins as its left side does. */
    private static final String LAST = "~";

    private final ObjectSource source;
    private final String root;

    public StoredNames(ObjectSource source, String root) {
        this.source = source;
        this.root = root;
    }

    static String fence(long epoch) {
        return "fence/" + ContainerId.twelve(epoch);
    }

    public JsonObject json(String name) throws IOException {
        return JsonObject.parse(source.read(root + name, LARGEST_JSON), name);
    }

    public List<Fence> fences(List<Damage> damage) throws IOException {
        List<Fence> fences = new ArrayList<>();
        List<String> found = new ArrayList<>();
        each("fence/", object -> found.add(object.name().substring(root.length())));
        for (String name : found) {
            try {
                fences.add(parse(name, json(name)));
            } catch (JsonObject.NotJson | IllegalArgumentException e) {
                damage.add(new Damage(name, Fault.RECORD, "it is damaged: " + e.getMessage()));
            }
        }
        return fences;
    }

    private static Fence parse(String name, JsonObject json) throws IOException {
        long epoch = json.number("epoch");
        if (!name.equals(fence(epoch))) {
            throw new IllegalArgumentException("it says that it is of epoch " + epoch);
        }
        Optional<JsonObject> sealed = json.object("sealed");
        if (sealed.isEmpty()) {
            return new Fence(epoch, Optional.empty());
        }
        CommitRef ref = CommitRef.of(
                sealed.get().number("epoch"),
                sealed.get().number("seq"),
                sealed.get().text("sha256"));
        if (ref.epoch() >= epoch) {
            throw new IllegalArgumentException("it seals an epoch that is not older");
        }
        return new Fence(epoch, Optional.of(ref));
    }

    /** Every epoch that has objects: a listing leaps from one to the next. */
    public List<Long> epochs() throws StoreException {
        List<Long> epochs = new ArrayList<>();
        String after = "";
        while (true) {
            List<StoredObject> next = source.list(root + "e/", after, 1);
            if (next.isEmpty()) {
                return epochs;
            }
            String name = next.getFirst().name().substring(root.length());
            int slash = name.indexOf('/', 2);
            String folder = slash < 0 ? name : name.substring(0, slash);
            if (slash > 0 && folder.matches("e/[0-9]{12,18}")) {
                epochs.add(Long.parseLong(folder.substring(2)));
            }
            after = root + folder + (slash < 0 ? "" : "/" + LAST);
        }
    }

    public List<ContainerId> containers(long epoch, Kind kind) throws StoreException {
        List<ContainerId> ids = new ArrayList<>();
        sizes(epoch, kind, (id, _) -> ids.add(id));
        return ids;
    }

    /** What {@link #sizes} tells of each container. */
    @FunctionalInterface
    public interface SizeVisitor {
        void container(ContainerId id, long storedBytes);
    }

    /** Every container of an epoch, with the size of its object. */
    public void sizes(long epoch, Kind kind, SizeVisitor visitor) throws StoreException {
        each(ContainerId.folder(epoch, kind), object -> {
            String name = object.name().substring(root.length());
            ContainerId.parse(name)
                    .filter(id -> id.name().equals(name))
                    .ifPresent(id -> visitor.container(id, object.size()));
        });
    }

    private void each(String prefix, Consumer<StoredObject> visitor) throws StoreException {
        String after = "";
        while (true) {
            List<StoredObject> page = source.list(root + prefix, after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            page.forEach(visitor);
            after = page.getLast().name();
        }
    }
}
