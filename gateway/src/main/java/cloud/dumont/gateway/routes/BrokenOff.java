package cloud.dumont.gateway.routes;

import java.io.IOException;

/** A proxied answer ended too early, on either side. */
final class BrokenOff extends IOException {
    static final String ATTRIBUTE = "dumont.broken-off";

    BrokenOff(IOException cause) {
        super(cause);
    }
}
