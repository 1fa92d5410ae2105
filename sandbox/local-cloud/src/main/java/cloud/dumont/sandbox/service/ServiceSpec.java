package cloud.dumont.sandbox.service;

import java.nio.file.Path;

/**
 * One of our services as the launcher knows it.
 *
 * @param name as in the control API, and the key id of its signing key
 * @param module its folder in the repository
 * @param artifact name of its jar before the version
 * @param role database role, which owns {@code schema}
 */
public record ServiceSpec(
        String name, Path module, String artifact, int port, int managementPort, String role, String schema) {
    public String url() {
        return "http://127.0.0.1:" + port;
    }
}
