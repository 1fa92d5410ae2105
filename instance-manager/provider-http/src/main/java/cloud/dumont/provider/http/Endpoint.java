package cloud.dumont.provider.http;

import java.time.Duration;

/**
 * One kind of call at a vendor.
 *
 * @param name a template for logs and metrics, e.g. {@code PUT /asks/{id}}
 * @param interval least time between two such calls; zero for no pace
 */
public record Endpoint(String name, Duration interval) {}
