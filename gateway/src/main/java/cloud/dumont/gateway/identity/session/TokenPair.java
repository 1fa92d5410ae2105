package cloud.dumont.gateway.identity.session;

import cloud.dumont.kernel.Secret;

/** What a login or a refresh yields. */
public record TokenPair(Secret access, Secret refresh) {}
