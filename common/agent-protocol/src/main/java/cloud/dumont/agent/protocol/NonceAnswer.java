package cloud.dumont.agent.protocol;

/** @param nonce valid for one use within two minutes */
public record NonceAnswer(String nonce) {}
