package cloud.dumont.gateway.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How often what may be called; each a {@link Rate}. The rate of a user's requests as a whole comes from the account's plan.
 *
 * @param replicas how many gateways there are, for the time when they cannot share their counts
 * @param create per user: what makes new things of value
 * @param authAccount per account: password attempts
 * @param authIp per address: password attempts, refreshes, sign-ups
 * @param publicIp per address: calls without a login
 * @param agent per placement
 * @param agentBackup per placement: what it asks and says about the files it saves
 * @param agentOpen per address: agents before they have a token
 * @param ssh per address: connections to the jump host
 */
@ConfigurationProperties("dumont.limits")
public record LimitsConfig(
        int replicas,
        Rate create,
        Rate authAccount,
        Rate authIp,
        Rate publicIp,
        Rate agent,
        Rate agentBackup,
        Rate agentOpen,
        Rate ssh) {}
