package cloud.dumont.agent.protocol;

/** @param nextNonce for the next token */
public record TokenAnswer(String token, int expiresIn, String nextNonce) {}
