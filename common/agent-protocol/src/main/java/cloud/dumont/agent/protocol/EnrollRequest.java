package cloud.dumont.agent.protocol;

/**
 * The first call, authorised by the one-time bootstrap token as bearer. The same key may ask again with the same token
 * (its answer was lost) and gets the same answer; another key with a spent token quarantines the placement.
 *
 * @param publicKey base64 of the agent's fresh Ed25519 key, X.509 SubjectPublicKeyInfo
 */
public record EnrollRequest(int protocolVersion, String agentVersion, String publicKey, BoxFacts box) {}
