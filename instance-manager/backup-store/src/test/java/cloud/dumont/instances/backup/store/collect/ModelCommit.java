package cloud.dumont.instances.backup.store.collect;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A commit as its writer means it: containers by name instead of bytes. */
final class ModelCommit {
    final CommitRef ref;
    final ModelCommit parent;
    final boolean carriesTree;
    /** of the newest tree at or before it */
    final Set<String> pages;
    /** which container holds the content of each path */
    final Map<String, String> files;
    /** what it puts into the tree itself */
    final Set<String> upserts;

    final List<String> packs;
    boolean expired;
    boolean collected;
    int pins;

    ModelCommit(
            CommitRef ref,
            ModelCommit parent,
            boolean carriesTree,
            Set<String> pages,
            Map<String, String> files,
            Set<String> upserts,
            List<String> packs) {
        this.ref = ref;
        this.parent = parent;
        this.carriesTree = carriesTree;
        this.pages = pages;
        this.files = files;
        this.upserts = upserts;
        this.packs = packs;
    }

    String name() {
        return ObjectNames.commit(ref.epoch(), ref.seq());
    }

    boolean isKept() {
        return !expired || pins > 0;
    }

    List<ModelCommit> chain() {
        List<ModelCommit> chain = new ArrayList<>();
        for (ModelCommit at = this; at != null; at = at.carriesTree ? null : at.parent) {
            chain.add(at);
        }
        return chain;
    }

    /** Without any of these it could not be restored. */
    Set<String> needs() {
        Set<String> needs = referable();
        chain().forEach(commit -> needs.add(commit.name()));
        return needs;
    }

    /** What its tree refers to: all that a following commit may take up again. */
    Set<String> referable() {
        Set<String> names = new HashSet<>(files.values());
        names.addAll(pages);
        return names;
    }

    RegisteredCommit registered() {
        return new RegisteredCommit(ref, parent == null ? null : parent.ref, carriesTree, isKept());
    }
}
