package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.store.Part;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.store.Upload;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import java.util.List;
import java.util.Locale;

/** What is unfinished: the uploads of a bucket, the parts of an upload. */
final class UploadLists {
    private static final int MOST = 1_000;

    private final Store store;

    UploadLists(Store store) {
        this.store = store;
    }

    R2Answer uploads(Call call) {
        int max = Math.min(MOST, call.number("max-uploads", MOST));
        String keyMarker = call.parameter("key-marker");
        String idMarker = call.parameter("upload-id-marker");
        List<Upload> after = store.uploads().of(call.bucket()).stream()
                .filter(upload -> upload.key().startsWith(call.parameter("prefix")))
                .filter(upload -> isAfter(upload, keyMarker, idMarker))
                .toList();
        List<Upload> page = after.subList(0, Math.min(max, after.size()));
        Xml xml = Xml.document("ListMultipartUploadsResult")
                .text("Bucket", call.bucket())
                .text("KeyMarker", keyMarker)
                .text("UploadIdMarker", idMarker)
                .text("Prefix", call.parameter("prefix"))
                .text("MaxUploads", max)
                .text("IsTruncated", page.size() < after.size());
        if (page.size() < after.size() && !page.isEmpty()) {
            xml.text("NextKeyMarker", page.getLast().key())
                    .text("NextUploadIdMarker", page.getLast().id());
        }
        for (Upload upload : page) {
            xml.element(
                    "Upload",
                    () -> xml.text("Key", upload.key())
                            .text("UploadId", upload.id())
                            .time("Initiated", upload.initiated())
                            .text("StorageClass", upload.headers().getOrDefault("x-amz-storage-class", "STANDARD")));
        }
        return R2Answer.xml(200, xml.end());
    }

    private static boolean isAfter(Upload upload, String keyMarker, String idMarker) {
        int order = upload.key().compareTo(keyMarker);
        return order > 0 || order == 0 && !idMarker.isEmpty() && upload.id().compareTo(idMarker) > 0;
    }

    R2Answer parts(Call call) {
        String id = call.parameter("uploadId");
        int max = Math.min(MOST, call.number("max-parts", MOST));
        int marker = call.number("part-number-marker", 0);
        List<Part> after = store.uploads().parts(call.bucket(), call.key(), id).stream()
                .filter(part -> part.number() > marker)
                .toList();
        List<Part> page = after.subList(0, Math.min(max, after.size()));
        Xml xml = Xml.document("ListPartsResult")
                .text("Bucket", call.bucket())
                .text("Key", call.key())
                .text("UploadId", id)
                .text("PartNumberMarker", marker)
                .text("MaxParts", max)
                .text("IsTruncated", page.size() < after.size());
        if (page.size() < after.size() && !page.isEmpty()) {
            xml.text("NextPartNumberMarker", page.getLast().number());
        }
        for (Part part : page) {
            xml.element("Part", () -> {
                xml.text("PartNumber", part.number())
                        .time("LastModified", part.lastModified())
                        .text("ETag", ObjectHeaders.quoted(part.etag()))
                        .text("Size", part.size());
                part.checksums().forEach((word, value) -> xml.text("Checksum" + word.toUpperCase(Locale.ROOT), value));
            });
        }
        return R2Answer.xml(200, xml.end());
    }
}
