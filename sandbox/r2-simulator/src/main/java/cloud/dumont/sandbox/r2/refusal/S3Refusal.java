package cloud.dumont.sandbox.r2.refusal;

/** A call that the store does not carry out, with the code and status that R2 answers. */
public final class S3Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private S3Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    public static S3Refusal of(int status, String code, String message) {
        return new S3Refusal(status, code, message);
    }

    public static S3Refusal invalid(String message) {
        return new S3Refusal(400, "InvalidArgument", message);
    }

    public static S3Refusal badDigest(String message) {
        return new S3Refusal(400, "BadDigest", message);
    }

    public static S3Refusal accessDenied(String message) {
        return new S3Refusal(403, "AccessDenied", message);
    }

    public static S3Refusal noSuchBucket() {
        return new S3Refusal(404, "NoSuchBucket", "The specified bucket does not exist.");
    }

    public static S3Refusal noSuchKey() {
        return new S3Refusal(404, "NoSuchKey", "The specified key does not exist.");
    }

    public static S3Refusal noSuchUpload() {
        return new S3Refusal(404, "NoSuchUpload", "The specified multipart upload does not exist.");
    }

    public static S3Refusal preconditionFailed() {
        return new S3Refusal(
                412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.");
    }

    public static S3Refusal locked() {
        return new S3Refusal(
                403, "ObjectLockedByBucketPolicy", "The object is locked by a rule of the bucket and cannot change.");
    }

    public static S3Refusal tooMany() {
        return new S3Refusal(429, "TooManyRequests", "Reduce your concurrent request rate for the same object.");
    }

    public static S3Refusal notImplemented(String what) {
        return new S3Refusal(501, "NotImplemented", what + " not implemented");
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
