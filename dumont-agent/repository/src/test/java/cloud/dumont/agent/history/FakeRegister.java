package cloud.dumont.agent.history;

import cloud.dumont.agent.tree.CommitRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** The platform's memory of a workspace, with levers. */
public final class FakeRegister implements Register {
    private final List<Registration> commits = new ArrayList<>();
    private boolean away;
    private boolean losesAnswers;
    private long epoch;

    public FakeRegister(long epoch) {
        this.epoch = epoch;
    }

    @Override
    public synchronized void register(Registration registration) throws RegisterException {
        if (away) {
            throw new RegisterException.Unavailable("away");
        }
        if (registration.commit().epoch() != epoch) {
            throw new RegisterException.Fenced("the epoch is over");
        }
        if (commits.stream().noneMatch(known -> known.commit().equals(registration.commit()))) {
            if (!Objects.equals(registration.parent(), tip())) {
                throw new RegisterException.Conflict("the parent is not the tip");
            }
            commits.add(registration);
        }
        if (losesAnswers) {
            throw new RegisterException.Unavailable("the answer is lost");
        }
    }

    public synchronized CommitRef tip() {
        return commits.isEmpty() ? null : commits.getLast().commit();
    }

    /** As the platform hands it out: from the newest tree, or the first, to the tip. */
    public synchronized List<CommitRef> chain() {
        return chain(commits.size());
    }

    /** The same for an older commit: the first {@code length} commits. */
    public synchronized List<CommitRef> chain(int length) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            from = commits.get(i).tree() ? i : from;
        }
        return commits.subList(from, length).stream().map(Registration::commit).toList();
    }

    public synchronized List<Registration> commits() {
        return List.copyOf(commits);
    }

    /** Every pack is named at most once. */
    public synchronized boolean namesNoPackTwice() {
        TreeSet<String> seen = new TreeSet<>();
        return commits.stream()
                .allMatch(commit -> commit.packs().stream()
                        .allMatch(pack -> seen.add(commit.commit().epoch() + "/" + pack)));
    }

    public synchronized void away(boolean away) {
        this.away = away;
    }

    public synchronized void losesAnswers(boolean loses) {
        this.losesAnswers = loses;
    }

    public synchronized void begin(long newEpoch) {
        epoch = newEpoch;
    }
}
