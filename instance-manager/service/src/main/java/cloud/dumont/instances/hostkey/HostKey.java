package cloud.dumont.instances.hostkey;

import cloud.dumont.kernel.Secret;

/**
 * A machine's SSH host key: the same on every box that serves it.
 *
 * @param privatePem OpenSSH's own private key format, unencrypted
 * @param publicLine {@code ssh-ed25519 AAAA…}
 */
public record HostKey(Secret privatePem, String publicLine) {}
