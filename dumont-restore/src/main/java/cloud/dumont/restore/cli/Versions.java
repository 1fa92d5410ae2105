package cloud.dumont.restore.cli;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.history.Commits;
import cloud.dumont.restore.history.History;
import cloud.dumont.restore.history.LoadedCommit;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the version that a command means. */
final class Versions {
    private final Workspace workspace;
    private final History history;

    Versions(Workspace workspace, History history) {
        this.workspace = workspace;
        this.history = history;
    }

    /** The newest; or by number, by EPOCH/NUMBER (unmerged ones too), or the newest up to a time of the machine's clock. */
    CommitRef choose(Optional<String> at) throws UsageError, IOException {
        if (at.isEmpty()) {
            return history.newest().orElseThrow(() -> new CannotOpen("there is no version in this backup yet"));
        }
        String text = at.get();
        if (text.matches("[0-9]{1,18}/[0-9]{1,18}")) {
            int slash = text.indexOf('/');
            return CommitRef.of(ContainerId.commit(
                    Long.parseLong(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1))));
        }
        if (text.matches("[0-9]{1,18}")) {
            return history.at(Long.parseLong(text))
                    .map(CommitRef::of)
                    .orElseThrow(() -> new UsageError("there is no version " + text + "; see \"versions --all\""));
        }
        return before(time(text)).orElseThrow(() -> new UsageError("there is no version as old as " + text));
    }

    private static Instant time(String text) throws UsageError {
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.replace(' ', 'T'))
                            .atZone(ZoneId.systemDefault())
                            .toInstant();
        } catch (DateTimeException e) {
            throw new UsageError(
                    "--at takes a version's number or a time like 2026-03-01T14:05 or 2026-03-01T14:05:00Z");
        }
    }

    private Optional<CommitRef> before(Instant time) throws IOException {
        List<CommitRef> found = new ArrayList<>();
        List<ContainerId> newestFirst = history.merged().reversed();
        workspace.commits().inOrder(newestFirst, new Commits.Visitor() {
            @Override
            public boolean commit(ContainerId id, LoadedCommit loaded) {
                boolean fits = !loaded.commit().wallClock().isAfter(time);
                if (fits) {
                    found.add(loaded.commit().ref());
                }
                return !fits;
            }

            @Override
            public boolean damaged(ContainerId id, DamagedException damage) {
                return true;
            }
        });
        return found.stream().findFirst();
    }

    /** The newest version before this one that can be read. */
    Optional<ContainerId> readableBefore(CommitRef damaged) throws IOException {
        for (ContainerId id : history.merged().reversed()) {
            if (id.number() < damaged.seq() && readable(id)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    private boolean readable(ContainerId id) throws IOException {
        try {
            workspace.chain(CommitRef.of(id));
            return true;
        } catch (DamagedException e) {
            return false;
        }
    }
}
