package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.auth.Action;
import cloud.dumont.sandbox.r2.auth.Authenticator;
import cloud.dumont.sandbox.r2.auth.Caller;
import cloud.dumont.sandbox.r2.auth.Grant;
import cloud.dumont.sandbox.r2.meter.R2Meter;
import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import cloud.dumont.sandbox.r2.wire.R2Request;
import cloud.dumont.sandbox.r2.wire.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The S3 side: proves who calls, decides whether they may, counts, and does it. */
public final class S3Api {
    private static final int LONGEST_KEY = 1_024;

    private final Authenticator authenticator;
    private final R2Meter meter;
    private final BucketCalls buckets;
    private final ObjectCalls objects;
    private final DeleteManyCall deleteMany;
    private final ListCalls lists;
    private final CopyCalls copies;
    private final MultipartCalls multipart;
    private final UploadLists uploadLists;

    public S3Api(Store store, Authenticator authenticator, R2Meter meter) {
        this.authenticator = authenticator;
        this.meter = meter;
        this.buckets = new BucketCalls(store);
        this.objects = new ObjectCalls(store);
        this.deleteMany = new DeleteManyCall(store);
        this.lists = new ListCalls(store);
        this.copies = new CopyCalls(store);
        this.multipart = new MultipartCalls(store, copies);
        this.uploadLists = new UploadLists(store);
    }

    /** The name of the action that a request is, known before anybody has proved anything. */
    public static Action action(R2Request request) {
        return Routes.of(request);
    }

    public R2Answer answer(R2Request request, Action action, Trace trace, Instant now) throws IOException {
        Caller caller = authenticator.authenticate(request, now);
        trace.caller(caller.keyId());
        requireAllowed(request, action, caller.grant());
        meter.count(request.bucket(), action.cost(), now);
        if (action == Action.NOT_IMPLEMENTED) {
            throw S3Refusal.notImplemented("This operation is");
        }
        ObjectHeaders.requireImplemented(request);
        if (request.key().getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw S3Refusal.of(400, "InvalidObjectName", "The specified object name is not valid.");
        }
        return carryOut(action, new Call(request, caller, now));
    }

    private static void requireAllowed(R2Request request, Action action, Grant grant) {
        boolean reached = switch (action) {
            case LIST_BUCKETS -> true;
            case LIST_OBJECTS_V1, LIST_OBJECTS_V2, LIST_MULTIPART_UPLOADS ->
                grant.lists(request.bucket(), request.parameter("prefix").orElse(""));
            case DELETE_OBJECTS,
                    CREATE_BUCKET,
                    DELETE_BUCKET,
                    HEAD_BUCKET,
                    GET_BUCKET_LOCATION,
                    GET_BUCKET_ENCRYPTION,
                    GET_BUCKET_LIFECYCLE,
                    PUT_BUCKET_LIFECYCLE,
                    GET_BUCKET_CORS,
                    PUT_BUCKET_CORS,
                    DELETE_BUCKET_CORS,
                    NOT_IMPLEMENTED -> grant.reaches(request.bucket());
            case LIST_PARTS,
                    GET_OBJECT,
                    HEAD_OBJECT,
                    PUT_OBJECT,
                    COPY_OBJECT,
                    DELETE_OBJECT,
                    CREATE_MULTIPART_UPLOAD,
                    UPLOAD_PART,
                    UPLOAD_PART_COPY,
                    COMPLETE_MULTIPART_UPLOAD,
                    ABORT_MULTIPART_UPLOAD -> grant.reaches(request.bucket(), request.key());
        };
        boolean allowed = action == Action.NOT_IMPLEMENTED || grant.allows(action);
        if (!reached || !allowed) {
            throw S3Refusal.accessDenied("Access Denied");
        }
    }

    private R2Answer carryOut(Action action, Call call) throws IOException {
        return switch (action) {
            case LIST_BUCKETS -> buckets.list(call);
            case CREATE_BUCKET -> buckets.create(call);
            case DELETE_BUCKET -> buckets.drop(call);
            case HEAD_BUCKET -> buckets.head(call);
            case GET_BUCKET_LOCATION -> buckets.location(call);
            case GET_BUCKET_ENCRYPTION -> buckets.encryption(call);
            case GET_BUCKET_LIFECYCLE -> buckets.lifecycle(call);
            case PUT_BUCKET_LIFECYCLE -> buckets.setLifecycle(call);
            case GET_BUCKET_CORS -> buckets.cors(call);
            case PUT_BUCKET_CORS -> buckets.setCors(call);
            case DELETE_BUCKET_CORS -> buckets.dropCors(call);
            case LIST_OBJECTS_V1 -> lists.first(call);
            case LIST_OBJECTS_V2 -> lists.second(call);
            case LIST_MULTIPART_UPLOADS -> uploadLists.uploads(call);
            case LIST_PARTS -> uploadLists.parts(call);
            case GET_OBJECT, HEAD_OBJECT -> objects.read(call);
            case PUT_OBJECT -> objects.put(call);
            case COPY_OBJECT -> copies.copy(call);
            case DELETE_OBJECT -> objects.delete(call);
            case DELETE_OBJECTS -> deleteMany.answer(call);
            case CREATE_MULTIPART_UPLOAD -> multipart.create(call);
            case UPLOAD_PART, UPLOAD_PART_COPY -> multipart.put(call);
            case COMPLETE_MULTIPART_UPLOAD -> multipart.complete(call);
            case ABORT_MULTIPART_UPLOAD -> multipart.abort(call);
            case NOT_IMPLEMENTED -> throw S3Refusal.notImplemented("This operation is");
        };
    }

    /** The document of a refusal. */
    public static R2Answer refusal(S3Refusal refused, R2Request request) {
        return R2Answer.xml(refused.status(), Xml.error(refused, request.path()));
    }
}
