package cloud.dumont.provider.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.Secret;
import cloud.dumont.provider.http.VendorCallObserver;
import cloud.dumont.sandbox.machine.FakeMachineHost;
import cloud.dumont.sandbox.vastai.VastSimulator;
import cloud.dumont.sandbox.vastai.VastSimulatorConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final String KEY = "pace-key";
    private static final double SCALE = 0.1;

    /**
     * Both sides count the published intervals, a tenth of them. What leaves on time can arrive late on a busy machine, so
     * a throttle or two may happen; without a pace nearly every call but the first of each kind would be throttled.
     */
    @Test
    void manyCallersAtOnceStayWithinTheVendorsLimits() throws IOException, InterruptedException, ExecutionException {
        InstantSource clock = InstantSource.system();
        VastSimulatorConfig config = new VastSimulatorConfig(0, KEY, 7, 1, null, null).withRateScale(SCALE);
        try (FakeMachineHost host = new FakeMachineHost(clock);
                VastSimulator vast = VastSimulator.start(config, host, clock);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            VastAiProvider provider = VastAiProvider.connect(
                    new VastAiConfig(vast.url(), new Secret(KEY)).withPace(BigDecimal.valueOf(SCALE)),
                    new OkHttpClient(),
                    clock,
                    VendorCallObserver.none());
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(() -> provider.list().size());
                calls.add(() -> provider.find("99999999").map(box -> 1).orElse(0));
            }
            for (Future<Integer> call : callers.invokeAll(calls)) {
                assertThat(call.get()).isZero();
            }
            assertThat(vast.requests(Instant.EPOCH))
                    .filteredOn(entry -> entry.status() == 429)
                    .hasSizeLessThanOrEqualTo(2);
        }
    }
}
