package cloud.dumont.provider.http;

import java.time.Duration;

/** Is told of every try of every call, for metrics. Called on the caller's thread; must be quick and must not throw. */
@FunctionalInterface
public interface VendorCallObserver {
    /**
     * @param endpoint a template such as {@code DELETE /instances/{id}}, never a concrete path
     * @param outcome {@code ok}, or the code of the {@link cloud.dumont.provider.ProviderException}
     * @param took without the time spent waiting for the pace
     */
    void called(String vendor, String endpoint, String outcome, Duration took);

    static VendorCallObserver none() {
        return (vendor, endpoint, outcome, took) -> {};
    }
}
