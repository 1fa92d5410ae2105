package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.Bucket;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.store.StoredObject;
import cloud.dumont.sandbox.r2.wire.Percent;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Both forms of listing a bucket. */
final class ListCalls {
    private static final int MOST = 1_000;

    private final Store store;

    ListCalls(Store store) {
        this.store = store;
    }

    R2Answer first(Call call) {
        Bucket bucket = store.bucket(call.bucket());
        UnaryOperator<String> coded = coding(call);
        String delimiter = call.parameter("delimiter");
        Listing listing = list(call, bucket, Listing.Start.after(call.parameter("marker")));
        Xml xml = head(call, listing, coded).text("Marker", coded.apply(call.parameter("marker")));
        Listing.Start next = listing.next();
        if (next != null && !delimiter.isEmpty()) {
            xml.text("NextMarker", coded.apply(next.text()));
        }
        write(xml, listing, coded, false);
        return R2Answer.xml(200, xml.end());
    }

    R2Answer second(Call call) {
        Bucket bucket = store.bucket(call.bucket());
        UnaryOperator<String> coded = coding(call);
        String token = call.parameter("continuation-token");
        String startAfter = call.parameter("start-after");
        Listing listing = list(call, bucket, token.isEmpty() ? Listing.Start.after(startAfter) : decode(token));
        Xml xml = head(call, listing, coded)
                .text("KeyCount", listing.objects().size() + listing.prefixes().size());
        if (!token.isEmpty()) {
            xml.text("ContinuationToken", token);
        }
        if (!startAfter.isEmpty()) {
            xml.text("StartAfter", coded.apply(startAfter));
        }
        Listing.Start next = listing.next();
        if (next != null) {
            xml.text("NextContinuationToken", encode(next));
        }
        write(xml, listing, coded, call.parameter("fetch-owner").equals("true"));
        return R2Answer.xml(200, xml.end());
    }

    private static Listing list(Call call, Bucket bucket, Listing.Start start) {
        int max = Math.min(MOST, call.number("max-keys", MOST));
        return Listing.of(bucket, call.parameter("prefix"), call.parameter("delimiter"), start, max);
    }

    private static Xml head(Call call, Listing listing, UnaryOperator<String> coded) {
        Xml xml = Xml.document("ListBucketResult")
                .text("Name", call.bucket())
                .text("Prefix", coded.apply(call.parameter("prefix")))
                .text("MaxKeys", Math.min(MOST, call.number("max-keys", MOST)))
                .text("IsTruncated", listing.next() != null);
        if (!call.parameter("delimiter").isEmpty()) {
            xml.text("Delimiter", coded.apply(call.parameter("delimiter")));
        }
        if (!call.parameter("encoding-type").isEmpty()) {
            xml.text("EncodingType", "url");
        }
        return xml;
    }

    private static void write(Xml xml, Listing listing, UnaryOperator<String> coded, boolean owner) {
        for (StoredObject object : listing.objects()) {
            xml.element("Contents", () -> {
                xml.text("Key", coded.apply(object.key()))
                        .time("LastModified", object.lastModified())
                        .text("ETag", ObjectHeaders.quoted(object.etag()))
                        .text("Size", object.size())
                        .text("StorageClass", ObjectHeaders.storageClass(object));
                if (owner) {
                    xml.element("Owner", () -> xml.text("ID", "owner").text("DisplayName", "owner"));
                }
            });
        }
        for (String prefix : listing.prefixes()) {
            xml.element("CommonPrefixes", () -> xml.text("Prefix", coded.apply(prefix)));
        }
    }

    private static UnaryOperator<String> coding(Call call) {
        String coding = call.parameter("encoding-type");
        if (coding.isEmpty()) {
            return text -> text;
        }
        if (!coding.equals("url")) {
            throw S3Refusal.invalid("encoding-type must be url");
        }
        return Percent::encodePath;
    }

    private static String encode(Listing.Start start) {
        String text = (start.group() ? "p" : "k") + start.text();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Listing.Start decode(String token) {
        @Nullable String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw S3Refusal.invalid("The continuation token provided is incorrect.");
        }
        if (!text.startsWith("k") && !text.startsWith("p")) {
            throw S3Refusal.invalid("The continuation token provided is incorrect.");
        }
        return new Listing.Start(text.substring(1), text.startsWith("p"));
    }
}
