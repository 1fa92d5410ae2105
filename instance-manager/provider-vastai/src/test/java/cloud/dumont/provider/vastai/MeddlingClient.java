package cloud.dumont.provider.vastai;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;

/** Changes requests on their way out, where the vendor's misbehaviour depends on what it is sent. */
final class MeddlingClient implements Interceptor {
    private volatile boolean bidTooLow;
    private volatile boolean otherKey;

    /** The next create becomes a bid that is too low: the vendor refuses it and leaves a stopped contract behind. */
    void bidTooLowNext() {
        bidTooLow = true;
    }

    void otherKeyFromNowOn() {
        otherKey = true;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (otherKey) {
            request = request.newBuilder()
                    .header("Authorization", "Bearer revoked")
                    .build();
        }
        RequestBody body = request.body();
        if (bidTooLow && body != null && request.url().encodedPath().contains("/asks/")) {
            bidTooLow = false;
            Buffer sent = new Buffer();
            body.writeTo(sent);
            String bid = sent.readUtf8().replaceFirst("\\{", "{\"price\":0.001,");
            request = request.newBuilder()
                    .put(RequestBody.create(bid, MediaType.get("application/json")))
                    .build();
        }
        return chain.proceed(request);
    }
}
