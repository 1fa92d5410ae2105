package cloud.dumont.sandbox.r2.auth;

import java.util.Arrays;
import java.util.Optional;

/** Everything a caller can ask for, by the name that the S3 API and R2's session tokens give it. */
public enum Action {
    LIST_BUCKETS("ListBuckets", Kind.BUCKET_READ, Cost.A),
    CREATE_BUCKET("CreateBucket", Kind.BUCKET_WRITE, Cost.A),
    DELETE_BUCKET("DeleteBucket", Kind.BUCKET_WRITE, Cost.FREE),
    HEAD_BUCKET("HeadBucket", Kind.READ, Cost.B),
    GET_BUCKET_LOCATION("GetBucketLocation", Kind.READ, Cost.B),
    GET_BUCKET_ENCRYPTION("GetBucketEncryption", Kind.BUCKET_READ, Cost.B),
    GET_BUCKET_LIFECYCLE("GetBucketLifecycleConfiguration", Kind.BUCKET_READ, Cost.B),
    PUT_BUCKET_LIFECYCLE("PutBucketLifecycleConfiguration", Kind.BUCKET_WRITE, Cost.A),
    GET_BUCKET_CORS("GetBucketCors", Kind.BUCKET_READ, Cost.B),
    PUT_BUCKET_CORS("PutBucketCors", Kind.BUCKET_WRITE, Cost.A),
    DELETE_BUCKET_CORS("DeleteBucketCors", Kind.BUCKET_WRITE, Cost.A),
    LIST_OBJECTS_V1("ListObjectsV1", Kind.READ, Cost.A),
    LIST_OBJECTS_V2("ListObjectsV2", Kind.READ, Cost.A),
    LIST_MULTIPART_UPLOADS("ListMultipartUploads", Kind.READ, Cost.A),
    LIST_PARTS("ListParts", Kind.READ, Cost.A),
    GET_OBJECT("GetObject", Kind.READ, Cost.B),
    HEAD_OBJECT("HeadObject", Kind.READ, Cost.B),
    PUT_OBJECT("PutObject", Kind.WRITE, Cost.A),
    COPY_OBJECT("CopyObject", Kind.WRITE, Cost.A),
    DELETE_OBJECT("DeleteObject", Kind.WRITE, Cost.FREE),
    DELETE_OBJECTS("DeleteObjects", Kind.WRITE, Cost.FREE),
    CREATE_MULTIPART_UPLOAD("CreateMultipartUpload", Kind.WRITE, Cost.A),
    UPLOAD_PART("UploadPart", Kind.WRITE, Cost.A),
    UPLOAD_PART_COPY("UploadPartCopy", Kind.WRITE, Cost.A),
    COMPLETE_MULTIPART_UPLOAD("CompleteMultipartUpload", Kind.WRITE, Cost.A),
    ABORT_MULTIPART_UPLOAD("AbortMultipartUpload", Kind.WRITE, Cost.FREE),
    NOT_IMPLEMENTED("NotImplemented", Kind.READ, Cost.FREE);

    /** What R2 charges for it. */
    public enum Cost {
        A,
        B,
        FREE
    }

    private enum Kind {
        READ,
        WRITE,
        BUCKET_READ,
        BUCKET_WRITE
    }

    private final String word;
    private final Kind kind;
    private final Cost cost;

    Action(String word, Kind kind, Cost cost) {
        this.word = word;
        this.kind = kind;
        this.cost = cost;
    }

    public String word() {
        return word;
    }

    public Cost cost() {
        return cost;
    }

    boolean writes() {
        return kind == Kind.WRITE || kind == Kind.BUCKET_WRITE;
    }

    boolean onBucket() {
        return kind == Kind.BUCKET_READ || kind == Kind.BUCKET_WRITE;
    }

    static Optional<Action> of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word.equals(word))
                .findFirst();
    }
}
