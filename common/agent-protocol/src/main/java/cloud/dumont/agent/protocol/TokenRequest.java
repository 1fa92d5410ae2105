package cloud.dumont.agent.protocol;

import cloud.dumont.kernel.PlacementId;

/** Asks for a fresh token. @param signature base64 Ed25519 of the nonce's UTF-8 bytes by the enrolled key */
public record TokenRequest(PlacementId placement, String nonce, String signature) {}
