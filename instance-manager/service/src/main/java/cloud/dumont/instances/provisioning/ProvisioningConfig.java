package cloud.dumont.instances.provisioning;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a launch may take, and how certain we want to be.
 *
 * @param launchAnswer how long an answer to a launch can be under way after its caller died
 * @param settleWindow how long a vendor may hide what it made after a lost answer
 * @param settleEvery between two listings that look for it, also for a machine that has gone another way
 * @param settleListings complete listings without it, that make it absent
 * @param bootPoll between two looks at a box that starts
 * @param addressDeadline from rented to reachable
 * @param readyDeadline from reachable to accepted
 * @param cycleDeadline for the whole endeavour, over all offers
 * @param maxOffers tried in one endeavour
 * @param retry after a vendor or a peer was away
 * @param holdRenew how often the money set aside is renewed
 * @param sweepEvery how often everything unsettled is put onto the worklist
 * @param sshTimeout for the greeting of a box's sshd
 * @param rebootGrace how long a box still answers after the vendor was asked to restart it
 * @param rebootDeadline until when it has to answer again
 * @param misses looks without the box, that make it gone
 * @param suspectPoll between two looks at a box that is not heard of
 * @param wordsEvery how often every vendor is asked which of the boxes that serve do not run
 * @param destroySilence how long a box that is to go may be silent, or not even begin to save, before it goes without its final
 *     backup
 */
@ConfigurationProperties("dumont.provisioning")
public record ProvisioningConfig(
        @DefaultValue("60s") Duration launchAnswer,
        @DefaultValue("120s") Duration settleWindow,
        @DefaultValue("10s") Duration settleEvery,
        @DefaultValue("3") int settleListings,
        @DefaultValue("2s") Duration bootPoll,
        @DefaultValue("15m") Duration addressDeadline,
        @DefaultValue("5m") Duration readyDeadline,
        @DefaultValue("20m") Duration cycleDeadline,
        @DefaultValue("8") int maxOffers,
        @DefaultValue("5s") Duration retry,
        @DefaultValue("2m") Duration holdRenew,
        @DefaultValue("5s") Duration sweepEvery,
        @DefaultValue("2s") Duration sshTimeout,
        @DefaultValue("5s") Duration rebootGrace,
        @DefaultValue("3m") Duration rebootDeadline,
        @DefaultValue("3") int misses,
        @DefaultValue("10s") Duration suspectPoll,
        @DefaultValue("6s") Duration wordsEvery,
        @DefaultValue("60s") Duration destroySilence) {
    Duration tokenLife() {
        return addressDeadline.plus(readyDeadline);
    }
}
