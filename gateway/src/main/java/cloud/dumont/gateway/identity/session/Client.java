package cloud.dumont.gateway.identity.session;

import org.jspecify.annotations.Nullable;

/** From where somebody logs in. */
public record Client(String ip, @Nullable String userAgent) {
    private static final int SHOWN = 200;

    public Client {
        if (userAgent != null && userAgent.length() > SHOWN) {
            userAgent = userAgent.substring(0, SHOWN);
        }
    }
}
