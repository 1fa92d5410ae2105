package cloud.dumont.sandbox.vastai.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is doing and what the vendor says about it.
 *
 * @param due when the phase ends by itself, null when it waits for something else
 * @param intended the user's wish as the vendor shows it
 * @param allocation {@code cur_state} and {@code next_state}: whether hardware is given to it
 * @param message {@code status_msg}
 * @param endpoint known while it runs
 * @param launches how many times its box was told to start
 * @param noticeAt when the vendor will notice that the box is dead
 * @param rivalUntil while set, somebody with a higher bid has the GPUs
 */
public record Situation(
        Phase phase,
        @Nullable Instant due,
        String intended,
        String allocation,
        @Nullable String message,
        @Nullable Endpoint endpoint,
        int launches,
        @Nullable Instant noticeAt,
        @Nullable Instant rivalUntil) {
    private static final String RUNNING = "running";
    private static final String HALTED = "stopped";

    static Situation ordered(Instant due) {
        return new Situation(Phase.UNREACHED, due, RUNNING, RUNNING, null, null, 0, null, null);
    }

    static Situation refused(String message) {
        return new Situation(Phase.STOPPED, null, HALTED, HALTED, message, null, 0, null, null);
    }

    /** The next step of a start. */
    Situation step(Phase next, @Nullable Instant nextDue, @Nullable String nextMessage) {
        return new Situation(next, nextDue, RUNNING, RUNNING, nextMessage, null, launches, null, null);
    }

    Situation launching() {
        return new Situation(Phase.LAUNCHING, null, RUNNING, RUNNING, message, null, launches + 1, null, null);
    }

    Situation up(Endpoint reached, String nextMessage) {
        return new Situation(Phase.UP, null, RUNNING, RUNNING, nextMessage, reached, launches, null, null);
    }

    Situation stopping(Instant until) {
        return new Situation(Phase.STOPPING, until, HALTED, HALTED, message, endpoint, launches, null, null);
    }

    Situation stopped(@Nullable String nextMessage) {
        return new Situation(Phase.STOPPED, null, HALTED, HALTED, nextMessage, null, launches, null, null);
    }

    Situation outbid(Instant until) {
        return new Situation(Phase.STOPPED, null, HALTED, HALTED, "outbid", null, launches, null, until);
    }

    /** Wants to run; without a due moment nothing but a better bid helps. */
    Situation scheduling(@Nullable Instant until) {
        return new Situation(
                Phase.SCHEDULING,
                until,
                RUNNING,
                until == null ? HALTED : RUNNING,
                null,
                null,
                launches,
                null,
                until == null ? rivalUntil : null);
    }

    Situation pullStuck(String error) {
        return new Situation(Phase.PULL_STUCK, null, HALTED, HALTED, error, null, launches, null, null);
    }

    Situation startFailed(String error) {
        return new Situation(Phase.START_FAILED, null, HALTED, HALTED, error, null, launches, null, null);
    }

    Situation offline(@Nullable Instant backAt) {
        return new Situation(Phase.OFFLINE, backAt, RUNNING, RUNNING, message, null, launches, null, null);
    }

    Situation noticedAt(@Nullable Instant moment) {
        return new Situation(phase, due, intended, allocation, message, endpoint, launches, moment, rivalUntil);
    }

    boolean wantsToRun() {
        return intended.equals(RUNNING);
    }

    boolean isDue(Instant now) {
        return due != null && !now.isBefore(due);
    }

    boolean isNoticed(Instant now) {
        return noticeAt != null && !now.isBefore(noticeAt);
    }

    boolean rivalIsGone(Instant now) {
        return rivalUntil != null && !now.isBefore(rivalUntil);
    }
}
