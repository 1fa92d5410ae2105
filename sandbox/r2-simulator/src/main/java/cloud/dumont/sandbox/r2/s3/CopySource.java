package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.auth.Action;
import cloud.dumont.sandbox.r2.auth.Grant;
import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.Conditions;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.wire.Percent;
import java.io.IOException;
import java.io.OutputStream;

/** The object that a copy reads, checked for the caller's right to read it and for the conditions on it. */
record CopySource(String bucket, String key) {
    private static final String HEADER = "x-amz-copy-source";

    static boolean isIn(Call call) {
        return call.request().header(HEADER) != null;
    }

    static CopySource of(Call call) {
        String text = Percent.decode(String.valueOf(call.request().header(HEADER)));
        String path = text.startsWith("/") ? text.substring(1) : text;
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) {
            throw S3Refusal.invalid("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }
        CopySource source = new CopySource(path.substring(0, slash), path.substring(slash + 1));
        Grant grant = call.caller().grant();
        // a token with CopyObject among its actions may read the source; a permission must include reading
        boolean mayRead = grant.actions() != null || grant.allows(Action.GET_OBJECT);
        if (!mayRead || !grant.reaches(source.bucket(), source.key())) {
            throw S3Refusal.accessDenied("Access Denied");
        }
        return source;
    }

    Store.Reading open(Store store, Call call) {
        Store.Reading reading = store.read(bucket, key);
        Conditions conditions = call.conditions(HEADER + "-");
        if (conditions.onRead(reading.object()) != Conditions.Verdict.GO) {
            reading.close();
            throw S3Refusal.preconditionFailed();
        }
        return reading;
    }

    /** Copies bytes into a sink that hashes them on the way. */
    static void copy(Store.Reading reading, ByteRange range, BodyIntake.Sink sink) throws IOException {
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                sink.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                sink.write(bytes, offset, count);
            }
        };
        new ObjectBody(reading, range).to(out);
    }

    boolean isTarget(Call call) {
        return bucket.equals(call.bucket()) && key.equals(call.key());
    }
}
