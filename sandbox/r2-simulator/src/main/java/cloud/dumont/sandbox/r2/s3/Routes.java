package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.auth.Action;
import cloud.dumont.sandbox.r2.wire.R2Request;
import java.util.Set;

/** Which action a request is. */
final class Routes {
    private static final Set<String> MISSING_ON_BUCKETS = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "intelligent-tiering",
            "inventory",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "replication",
            "requestPayment",
            "tagging",
            "versioning",
            "versions",
            "website");
    private static final Set<String> MISSING_ON_OBJECTS = Set.of(
            "acl", "attributes", "legal-hold", "restore", "retention", "select", "tagging", "torrent", "versionId");

    private Routes() {}

    static Action of(R2Request request) {
        if (request.bucket().isEmpty()) {
            return request.method().equals("GET") ? Action.LIST_BUCKETS : Action.NOT_IMPLEMENTED;
        }
        boolean onBucket = request.key().isEmpty();
        Set<String> missing = onBucket ? MISSING_ON_BUCKETS : MISSING_ON_OBJECTS;
        if (request.query().stream().anyMatch(parameter -> missing.contains(parameter.name()))) {
            return Action.NOT_IMPLEMENTED;
        }
        return onBucket ? onBucket(request) : onObject(request);
    }

    private static Action onBucket(R2Request request) {
        return switch (request.method()) {
            case "GET" -> readBucket(request);
            case "HEAD" -> Action.HEAD_BUCKET;
            case "PUT" -> putBucket(request);
            case "DELETE" ->
                request.has("cors")
                        ? Action.DELETE_BUCKET_CORS
                        : request.has("lifecycle") || request.has("encryption")
                                ? Action.NOT_IMPLEMENTED
                                : Action.DELETE_BUCKET;
            case "POST" -> request.has("delete") ? Action.DELETE_OBJECTS : Action.NOT_IMPLEMENTED;
            default -> Action.NOT_IMPLEMENTED;
        };
    }

    private static Action readBucket(R2Request request) {
        if (request.has("location")) {
            return Action.GET_BUCKET_LOCATION;
        }
        if (request.has("uploads")) {
            return Action.LIST_MULTIPART_UPLOADS;
        }
        if (request.has("lifecycle")) {
            return Action.GET_BUCKET_LIFECYCLE;
        }
        if (request.has("cors")) {
            return Action.GET_BUCKET_CORS;
        }
        if (request.has("encryption")) {
            return Action.GET_BUCKET_ENCRYPTION;
        }
        return request.parameter("list-type").orElse("").equals("2") ? Action.LIST_OBJECTS_V2 : Action.LIST_OBJECTS_V1;
    }

    private static Action putBucket(R2Request request) {
        if (request.has("lifecycle")) {
            return Action.PUT_BUCKET_LIFECYCLE;
        }
        if (request.has("cors")) {
            return Action.PUT_BUCKET_CORS;
        }
        return request.has("encryption") ? Action.NOT_IMPLEMENTED : Action.CREATE_BUCKET;
    }

    private static Action onObject(R2Request request) {
        boolean upload = request.has("uploadId");
        boolean copy = request.header("x-amz-copy-source") != null;
        return switch (request.method()) {
            case "GET" -> upload ? Action.LIST_PARTS : Action.GET_OBJECT;
            case "HEAD" -> Action.HEAD_OBJECT;
            case "PUT" ->
                upload
                        ? copy ? Action.UPLOAD_PART_COPY : Action.UPLOAD_PART
                        : copy ? Action.COPY_OBJECT : Action.PUT_OBJECT;
            case "DELETE" -> upload ? Action.ABORT_MULTIPART_UPLOAD : Action.DELETE_OBJECT;
            case "POST" ->
                upload
                        ? Action.COMPLETE_MULTIPART_UPLOAD
                        : request.has("uploads") ? Action.CREATE_MULTIPART_UPLOAD : Action.NOT_IMPLEMENTED;
            default -> Action.NOT_IMPLEMENTED;
        };
    }
}
