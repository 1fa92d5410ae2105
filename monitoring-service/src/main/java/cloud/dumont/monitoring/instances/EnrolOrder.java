package cloud.dumont.monitoring.instances;

import cloud.dumont.agent.protocol.BoxFacts;

/**
 * @param tokenSha256 base64 of the hash of the one-time token's text
 * @param publicKey as the agent sent it
 * @param fingerprint {@code SHA256:…} of the public key
 */
public record EnrolOrder(String tokenSha256, String publicKey, String agentVersion, String fingerprint, BoxFacts box) {}
