package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.idempotency.IdempotentRequests;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.reclaim.ReclaimConfig;
import cloud.dumont.instances.reclaim.Reclaims;
import cloud.dumont.instances.worklist.Worklist;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What runs by the clock, so that nothing depends on a wake-up that may be lost. */
@Configuration(proxyBeanMethods = false)
class ProvisioningTasks {
    @Bean
    Task<Void> sweepWork(Instances instances, Reclaims reclaims, Worklist worklist, ProvisioningConfig config) {
        return Tasks.recurring("sweep-work", FixedDelay.of(config.sweepEvery())).execute((task, context) -> {
            for (Instance instance : instances.unsettled()) {
                instance.queues()
                        .forEach(queue -> worklist.ensure(queue, instance.id().text()));
            }
            reclaims.sweep();
        });
    }

    @Bean
    Task<Void> reconcile(Reconciler reconciler, ReclaimConfig config) {
        return Tasks.recurring("reconcile", FixedDelay.of(config.reconcileEvery()))
                .execute((task, context) -> reconciler.pass());
    }

    @Bean
    Task<Void> settleWhatIsLeft(SettleLeft left, ProvisioningConfig config) {
        return Tasks.recurring("settle-left", FixedDelay.of(config.settleEvery()))
                .execute((task, context) -> left.pass());
    }

    @Bean
    Task<Void> askVendors(VendorRound round, ProvisioningConfig config) {
        return Tasks.recurring("vendor-words", FixedDelay.of(config.wordsEvery()))
                .execute((task, context) -> round.pass());
    }

    @Bean
    Task<Void> forgetIdempotencyKeys(IdempotentRequests requests) {
        return Tasks.recurring("forget-idempotency-keys", FixedDelay.of(Duration.ofHours(1)))
                .execute((task, context) -> requests.forgetOld());
    }
}
