package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.standby.RecoveryTimes;
import cloud.dumont.kernel.HourlyPrice;
import org.jspecify.annotations.Nullable;

/** What a policy costs and how long machines were away with it, each only where it is known. */
record StandbyQuote(
        String policy,
        @Nullable HourlyPrice waitingPerHour,
        @Nullable HourlyPrice activePerHour,
        RecoveryTimes.@Nullable Recovery recovery) {}
