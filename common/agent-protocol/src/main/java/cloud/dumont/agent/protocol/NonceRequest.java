package cloud.dumont.agent.protocol;

import cloud.dumont.kernel.PlacementId;

/** Asks for something to sign, after a restart or when the last nonce went stale. */
public record NonceRequest(PlacementId placement) {}
