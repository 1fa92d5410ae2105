package cloud.dumont.instances.backup.store.vault;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.bucket.Deletion;
import cloud.dumont.instances.backup.store.bucket.Listing;
import cloud.dumont.instances.backup.store.bucket.ObjectKeys;
import cloud.dumont.instances.backup.store.bucket.Put;
import cloud.dumont.instances.backup.store.bucket.Stat;
import cloud.dumont.instances.backup.store.key.KeySlot;
import cloud.dumont.instances.backup.store.key.KeySlots;
import cloud.dumont.instances.backup.store.key.SealBroken;
import cloud.dumont.instances.backup.store.key.WorkspaceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the platform writes into a workspace, so that it can be read with no database at all. Every call may be repeated after
 * any failure; what contradicts it is a {@link VaultConflict} and is left alone. A root ends with a slash.
 */
public final class Vault {
    private static final int PAGE = 1000;
    private final BackupStore store;
    private final KeySlots slots;

    public Vault(BackupStore store, KeySlots slots) {
        this.store = store;
        this.slots = slots;
    }

    /** Everything that must be there before a box may write into an epoch, in the order that makes a half of it harmless. */
    public void open(String root, String workspace, WorkspaceKey key, Fence fence) {
        writeFormat(root, workspace);
        writePlatformKey(root, workspace, key);
        writeFence(root, fence);
    }

    public void writeFormat(String root, String workspace) {
        String name = key(root, ObjectNames.FORMAT);
        if (store.putIfAbsent(name, VaultJson.format(workspace)) == Put.OTHER) {
            String there =
                    store.get(name).map(json -> VaultJson.workspace(name, json)).orElse("");
            if (!there.equals(workspace)) {
                throw new VaultConflict(name + " belongs to another workspace");
            }
        }
    }

    /** Also the rotation of the platform's key: a slot of an older one is replaced, once it proved to hold the same key. */
    public void writePlatformKey(String root, String workspace, WorkspaceKey key) {
        String name = key(root, ObjectNames.PLATFORM_KEY);
        byte[] slot = VaultJson.slot(slots.wrap(key, workspace));
        Optional<byte[]> there = store.get(name);
        if (there.isEmpty()) {
            if (store.putIfAbsent(name, slot) != Put.OTHER) {
                return;
            }
            there = store.get(name);
        }
        KeySlot known = VaultJson.slot(name, there.orElseThrow(() -> new VaultConflict(name + " comes and goes")));
        if (!holds(known, workspace, key)) {
            throw new VaultConflict(name + " holds another key");
        }
        if (!slots.isCurrent(known)) {
            store.put(name, slot);
        }
    }

    /** The time of a fence that is there already stays. */
    public void writeFence(String root, Fence fence) {
        String name = key(root, ObjectNames.fence(fence.epoch()));
        if (store.putIfAbsent(name, VaultJson.fence(fence)) == Put.OTHER) {
            byte[] there = store.get(name).orElseThrow(() -> new VaultConflict(name + " comes and goes"));
            if (!Objects.equals(VaultJson.sealed(name, there), fence.sealed())) {
                throw new VaultConflict(name + " seals another commit");
            }
        }
    }

    /** A hint for readers. At most once in two seconds per workspace; a failure harms nobody. */
    public void writeHead(String root, CommitRef tip) {
        store.put(key(root, ObjectNames.HEAD), VaultJson.head(tip));
    }

    /** The key as the store has it, for the day when there is no database. */
    public WorkspaceKey readPlatformKey(String root, String workspace) {
        String name = key(root, ObjectNames.PLATFORM_KEY);
        byte[] json = store.get(name).orElseThrow(() -> new VaultConflict("no " + name));
        return slots.unwrap(VaultJson.slot(name, json), workspace);
    }

    /**
     * The store's half of a crypto-erase: all key slots, the user's too. The other half is the sealed key's row. Done when nothing
     * is left for later.
     */
    public Deletion eraseKeys(String root) {
        return store.delete(all(key(root, ObjectNames.KEYS)));
    }

    private List<String> all(String prefix) {
        List<String> keys = new ArrayList<>();
        String after = "";
        while (after != null) {
            Listing page = store.list(prefix, after, PAGE);
            page.objects().stream().map(Stat::key).forEach(keys::add);
            after = page.next();
        }
        return keys;
    }

    private boolean holds(KeySlot slot, String workspace, WorkspaceKey key) {
        try {
            return slots.unwrap(slot, workspace).equals(key);
        } catch (SealBroken other) {
            return false;
        }
    }

    private static String key(String root, String name) {
        return ObjectKeys.checkedRoot(root) + name;
    }
}
