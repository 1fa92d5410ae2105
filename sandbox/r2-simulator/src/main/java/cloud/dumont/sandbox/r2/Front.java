package cloud.dumont.sandbox.r2;

import cloud.dumont.sandbox.r2.auth.Action;
import cloud.dumont.sandbox.r2.cloudflare.CloudflareApi;
import cloud.dumont.sandbox.r2.fault.ArmedFault;
import cloud.dumont.sandbox.r2.fault.R2Faults;
import cloud.dumont.sandbox.r2.meter.R2Meter;
import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.s3.S3Api;
import cloud.dumont.sandbox.r2.store.Bucket;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import cloud.dumont.sandbox.r2.wire.R2Request;
import cloud.dumont.sandbox.r2.wire.R2RequestLog;
import cloud.dumont.sandbox.r2.wire.R2Server;
import cloud.dumont.sandbox.r2.wire.Trace;
import cloud.dumont.sandbox.r2.wire.Weather;
import java.io.IOException;
import java.time.InstantSource;

/** Sends each request to the API that it is for, through the weather that the faults make. */
final class Front implements R2Server.Service {
    private static final String CLOUDFLARE = "Cloudflare";

    private final S3Api s3;
    private final CloudflareApi cloudflare;
    private final Store store;
    private final R2Faults faults;
    private final R2Meter meter;
    private final R2RequestLog log;
    private final InstantSource clock;

    Front(
            S3Api s3,
            CloudflareApi cloudflare,
            Store store,
            R2Faults faults,
            R2Meter meter,
            R2RequestLog log,
            InstantSource clock) {
        this.s3 = s3;
        this.cloudflare = cloudflare;
        this.store = store;
        this.faults = faults;
        this.meter = meter;
        this.log = log;
        this.clock = clock;
    }

    private static boolean isCloudflare(R2Request request) {
        return request.path().startsWith(CloudflareApi.PREFIX);
    }

    private static String action(R2Request request) {
        return isCloudflare(request) ? CLOUDFLARE : S3Api.action(request).word();
    }

    @Override
    public Weather weather(R2Request request) {
        boolean s3Call = !isCloudflare(request);
        ArmedFault.Target target = new ArmedFault.Target(
                s3Call ? request.bucket() : "", s3Call ? request.key() : "", request.method(), action(request));
        return faults.weather(target, request.length());
    }

    @Override
    public R2Answer answer(R2Request request, Weather weather, Trace trace) throws IOException {
        if (isCloudflare(request)) {
            return cloudflare.answer(request, clock.instant());
        }
        Action action = S3Api.action(request);
        R2Answer answer = s3.answer(request, action, trace, clock.instant().plus(weather.skew()));
        observe(request.bucket());
        return answer;
    }

    private void observe(String bucketName) {
        for (Bucket bucket : store.buckets()) {
            if (bucket.name().equals(bucketName)) {
                meter.stored(bucketName, bucket.bytes(), clock.instant());
            }
        }
    }

    @Override
    public R2Answer refused(R2Request request, S3Refusal refusal) {
        return S3Api.refusal(refusal, request);
    }

    @Override
    public void over(R2Request request, Trace trace, long nanos) {
        log.add(request, action(request), trace, nanos, clock.instant());
    }
}
