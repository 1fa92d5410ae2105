package cloud.dumont.instances.provisioning;

import cloud.dumont.provider.RentedBox.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Whether an sshd greets us there. An open port alone says nothing: vendors' proxies accept for dead boxes. */
@Component
public class SshProbe {
    private static final String GREETING = "SSH-";
    private final int timeoutMillis;

    SshProbe(ProvisioningConfig config) {
        this.timeoutMillis = Math.toIntExact(config.sshTimeout().toMillis());
    }

    public boolean answers(Endpoint endpoint) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            byte[] head = socket.getInputStream().readNBytes(GREETING.length());
            return new String(head, StandardCharsets.US_ASCII).equals(GREETING);
        } catch (IOException e) {
            // Nobody there, or not in time: that is the answer.
            return false;
        }
    }
}
