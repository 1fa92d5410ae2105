package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.Bucket;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** Buckets and their settings. */
final class BucketCalls {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    private static final String ABORT_AFTER_A_WEEK = """
            <?xml version="1.0" encoding="UTF-8"?>
            <LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>\
            <ID>Default Multipart Abort Rule</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>\
            <AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>\
            </AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>
            """;

    private final Store store;

    BucketCalls(Store store) {
        this.store = store;
    }

    R2Answer list(Call call) {
        Xml xml = Xml.document("ListAllMyBucketsResult");
        xml.element("Owner", () -> xml.text("ID", "owner").text("DisplayName", "owner"));
        xml.element("Buckets", () -> {
            for (Bucket bucket : store.buckets()) {
                if (call.caller().grant().reaches(bucket.name())) {
                    xml.element("Bucket", () -> xml.text("Name", bucket.name()).time("CreationDate", bucket.created()));
                }
            }
        });
        return R2Answer.xml(200, xml.end());
    }

    R2Answer create(Call call) throws IOException {
        if (!NAME.matcher(call.bucket()).matches()) {
            throw S3Refusal.of(400, "InvalidBucketName", "The specified bucket name is not valid.");
        }
        // a location constraint is a hint, and here there is one place
        call.document();
        if (!store.createBucket(call.bucket(), call.now())) {
            throw S3Refusal.of(
                    409, "BucketAlreadyOwnedByYou", "The bucket you tried to create already exists, and you own it.");
        }
        return R2Answer.empty(200, Map.of("Location", "/" + call.bucket()));
    }

    R2Answer head(Call call) {
        store.bucket(call.bucket());
        return R2Answer.empty(200, Map.of());
    }

    R2Answer drop(Call call) {
        store.dropBucket(call.bucket());
        return R2Answer.empty(204, Map.of());
    }

    R2Answer location(Call call) {
        store.bucket(call.bucket());
        return R2Answer.xml(
                200, Xml.document("LocationConstraint").characters("auto").end());
    }

    R2Answer encryption(Call call) {
        store.bucket(call.bucket());
        Xml xml = Xml.document("ServerSideEncryptionConfiguration");
        xml.element(
                "Rule",
                () -> xml.element("ApplyServerSideEncryptionByDefault", () -> xml.text("SSEAlgorithm", "AES256"))
                        .text("BucketKeyEnabled", true));
        return R2Answer.xml(200, xml.end());
    }

    R2Answer lifecycle(Call call) {
        String document = store.bucket(call.bucket()).lifecycle();
        return R2Answer.xml(200, document == null ? ABORT_AFTER_A_WEEK : document);
    }

    R2Answer setLifecycle(Call call) throws IOException {
        byte[] document = call.document();
        if (!XmlNode.parse(document).name().equals("LifecycleConfiguration")) {
            throw XmlNode.malformed();
        }
        store.setLifecycle(call.bucket(), new String(document, StandardCharsets.UTF_8));
        return R2Answer.empty(200, Map.of());
    }

    R2Answer cors(Call call) {
        String document = store.bucket(call.bucket()).cors();
        if (document == null) {
            throw S3Refusal.of(404, "NoSuchCORSConfiguration", "The CORS configuration does not exist.");
        }
        return R2Answer.xml(200, document);
    }

    R2Answer setCors(Call call) throws IOException {
        byte[] document = call.document();
        if (!XmlNode.parse(document).name().equals("CORSConfiguration")) {
            throw XmlNode.malformed();
        }
        store.setCors(call.bucket(), new String(document, StandardCharsets.UTF_8));
        return R2Answer.empty(200, Map.of());
    }

    R2Answer dropCors(Call call) {
        store.setCors(call.bucket(), null);
        return R2Answer.empty(204, Map.of());
    }
}
