package cloud.dumont.provider.vastai;

import cloud.dumont.provider.http.Endpoint;
import java.math.BigDecimal;
import java.time.Duration;

/** The calls we make, each with the vendor's published interval between two of them. */
final class VastEndpoints {
    /** Two calls that leave on time may still arrive a little closer together. */
    private static final Duration SPARE = Duration.ofMillis(100);

    final Endpoint search;
    final Endpoint create;
    final Endpoint list;
    final Endpoint read;
    final Endpoint destroy;
    final Endpoint reboot;

    VastEndpoints(BigDecimal pace) {
        this.search = endpoint("POST /bundles", "6.0", pace);
        this.create = endpoint("PUT /asks/{id}", "4.5", pace);
        this.list = endpoint("GET /v1/instances", "1.0", pace);
        this.read = endpoint("GET /instances/{id}", "2.0", pace);
        this.destroy = endpoint("DELETE /instances/{id}", "3.0", pace);
        this.reboot = endpoint("PUT /instances/reboot/{id}", "1.0", pace);
    }

    private static Endpoint endpoint(String name, String seconds, BigDecimal pace) {
        if (pace.signum() == 0) {
            return new Endpoint(name, Duration.ZERO);
        }
        long millis = new BigDecimal(seconds).multiply(pace).movePointRight(3).longValue();
        return new Endpoint(name, Duration.ofMillis(millis).plus(SPARE));
    }
}
