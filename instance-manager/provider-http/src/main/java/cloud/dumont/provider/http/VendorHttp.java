package cloud.dumont.provider.http;

import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.ProviderException.Unreachable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Calls one vendor: paced, watched, and with every failure as a {@link ProviderException}. What an answer means is the
 * adapter's business: it passes a judge that says which exception an answer is, or none.
 */
public final class VendorHttp {
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

    private final VendorHttpConfig config;
    private final VendorLine line;
    private final Pacer pacer;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final VendorCallObserver observer;

    public VendorHttp(
            VendorHttpConfig config,
            VendorLine line,
            Pacer pacer,
            Sleeper sleeper,
            RandomGenerator random,
            VendorCallObserver observer) {
        this.config = config;
        this.line = line;
        this.pacer = pacer;
        this.sleeper = sleeper;
        this.random = random;
        this.observer = observer;
    }

    /** Sends once, on a connection of its own. For everything that changes something. */
    public VendorAnswer once(VendorRequest request, Function<VendorAnswer, Optional<ProviderException>> judge) {
        return attempt(request, judge, false);
    }

    /** Sends, and again a few times while nobody answers or the vendor throttles. Only for calls that change nothing. */
    public VendorAnswer read(VendorRequest request, Function<VendorAnswer, Optional<ProviderException>> judge) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(request, judge, true);
            } catch (Unreachable | Throttled e) {
                Duration wait = wait(e, request.endpoint(), attempt);
                if (attempt >= config.readAttempts() || wait.compareTo(LONGEST_RETRY) > 0) {
                    throw e;
                }
                pause(wait, e);
            }
        }
    }

    private VendorAnswer attempt(
            VendorRequest request, Function<VendorAnswer, Optional<ProviderException>> judge, boolean repeatable) {
        pacer.await(request.endpoint());
        long begun = System.nanoTime();
        String outcome = "error";
        try {
            VendorAnswer answer = line.send(request, repeatable);
            Optional<ProviderException> failure = judge.apply(answer);
            if (failure.isPresent()) {
                throw failure.get();
            }
            outcome = "ok";
            pacer.passed(request.endpoint());
            return answer;
        } catch (ProviderException e) {
            outcome = e.code();
            if (e instanceof Throttled throttled) {
                pacer.throttled(request.endpoint(), throttled.retryAfter().orElse(Duration.ZERO));
            }
            throw e;
        } finally {
            observer.called(
                    config.vendor(), request.endpoint().name(), outcome, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private Duration wait(ProviderException failure, Endpoint endpoint, int attempt) {
        Duration least = failure instanceof Throttled throttled
                ? throttled.retryAfter().orElse(endpoint.interval())
                : Duration.ZERO;
        Duration most = config.retryDelay().multipliedBy(1L << Math.min(attempt - 1, 10));
        return least.plusMillis(random.nextLong(most.toMillis() / 2, most.toMillis() + 1));
    }

    private void pause(Duration wait, ProviderException reason) {
        try {
            sleeper.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
