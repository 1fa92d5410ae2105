package cloud.dumont.billing.spending;

import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.billing.wallet.ExhaustionTimer;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.UserId;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The persistent tasks of spending. */
@Configuration(proxyBeanMethods = false)
class SpendingTasks {
    private static final Logger log = LoggerFactory.getLogger(SpendingTasks.class);

    /**
     * Goes off when a wallet should be empty. The last step reads the next time under the wallet's lock, so a change that
     * could not move a timer that was just going off is not missed.
     */
    @Bean
    Task<Void> exhaustionTask(Exhaustion exhaustion, Wallets wallets, InstantSource clock) {
        return Tasks.custom(ExhaustionTimer.TASK)
                .onFailureReschedule(FixedDelay.ofSeconds(5))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    UserId user = UserId.parse(instance.getId());
                    Optional<Instant> lookedAgain = exhaustion.look(user, clock.instant());
                    return rescheduling(user, lookedAgain, wallets, clock);
                });
    }

    private static CompletionHandler<Void> rescheduling(
            UserId user, Optional<Instant> planned, Wallets wallets, InstantSource clock) {
        return (complete, operations) -> wallets.changing(user, clock.instant(), open -> {
            Instant now = clock.instant();
            Instant runsOut = wallets.balance(open.now(), now).runsOutAt();
            if (runsOut == null) {
                operations.remove();
            } else {
                // While machines land there is nothing left at every moment; the plan keeps the timer from spinning.
                Instant pause = planned.filter(at -> !runsOut.isAfter(now.plusSeconds(1)))
                        .orElse(runsOut);
                operations.reschedule(complete, pause);
            }
        });
    }

    @Bean
    Task<Void> hourlyFlushTask(Intervals intervals, Wallets wallets, Flush flush, InstantSource clock) {
        return Tasks.recurring("usage-flush", FixedDelay.of(Duration.ofHours(1)))
                .execute((instance, context) -> each(
                        intervals.usersWithOpen(),
                        "usage could not be posted",
                        user -> wallets.changing(user, clock.instant(), open -> flush.all(open, clock.instant()))));
    }

    /** Expired launch holds are given back; wallets whose timer was lost are looked at all the same. */
    @Bean
    Task<Void> walletCareTask(LaunchHolds launches, Exhaustion exhaustion, Wallets wallets, InstantSource clock) {
        return Tasks.recurring("wallet-care", FixedDelay.ofSeconds(15)).execute((instance, context) -> {
            Instant now = clock.instant();
            each(
                    launches.usersWithOverdue(now),
                    "expired holds could not be given back",
                    user -> launches.expire(user, now));
            each(
                    wallets.thatRanOutBefore(now.minusSeconds(60)),
                    "an empty wallet could not be looked at",
                    user -> exhaustion.look(user, now));
        });
    }

    private static void each(List<UserId> users, String complaint, Consumer<UserId> work) {
        for (UserId user : users) {
            try {
                work.accept(user);
            } catch (RuntimeException e) {
                log.atError().addKeyValue("user_id", user).setCause(e).log(complaint);
            }
        }
    }
}
