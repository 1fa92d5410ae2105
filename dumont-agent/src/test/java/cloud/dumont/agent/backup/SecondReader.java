package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.WorkspaceOptions;
import cloud.dumont.restore.key.WorkspaceKey;
import cloud.dumont.restore.place.DirectoryRestore;
import cloud.dumont.restore.source.DirectorySource;
import cloud.dumont.restore.tree.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reader that shares no code with the engine, on a copy of what the engine stored and what the platform writes beside it. */
final class SecondReader {
    private static final String ROOT = "u/local/";
    private final Path bucket;
    private final byte[] key;

    SecondReader(Path bucket, byte[] key) {
        this.bucket = bucket;
        this.key = key;
    }

    /** @param chain all commits from the first on */
    void copy(MemoryStore store, List<CommitRef> chain) throws Exception {
        for (String name : store.names()) {
            write(name, store.bytes(name));
        }
        text("format.json", "{\"format\":\"DVF1\",\"version\":1,\"workspace\":\"" + LocalPlatform.WORKSPACE + "\"}");
        CommitRef before = null;
        for (CommitRef commit : chain) {
            if (before == null || before.epoch() != commit.epoch()) {
                fence(commit.epoch(), before);
            }
            before = commit;
        }
    }

    private void fence(long epoch, @Nullable CommitRef sealed) throws Exception {
        String seal = sealed == null
                ? "null"
                : "{\"epoch\":%d,\"seq\":%d,\"sha256\":\"%s\"}"
                        .formatted(sealed.epoch(), sealed.seq(), sealed.sha256());
        text(
                "fence/%012d".formatted(epoch),
                "{\"epoch\":%d,\"sealed\":%s,\"time\":\"2026-01-01T00:00:00Z\"}".formatted(epoch, seal));
    }

    private void text(String name, String text) throws Exception {
        write(name, text.getBytes());
    }

    private void write(String name, byte[] bytes) throws Exception {
        Path file = bucket.resolve(ROOT).resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    void restore(CommitRef commit, Path target) throws Exception {
        try (Workspace workspace =
                Workspace.open(new DirectorySource(bucket), ROOT, WorkspaceKey.of(key), WorkspaceOptions.defaults())) {
            var ref = cloud.dumont.restore.history.CommitRef.of(commit.epoch(), commit.seq(), commit.sha256());
            var report = new DirectoryRestore(workspace, false)
                    .restore(workspace.treeAt(ref), Selection.everything(), target);
            assertThat(report.whole()).as("whole").isTrue();
        }
    }
}
