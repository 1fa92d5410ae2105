package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.wire.R2Answer;
import java.io.IOException;
import java.util.List;

/** Deletes up to a thousand objects; each succeeds or fails by itself. */
final class DeleteManyCall {
    private static final int MOST = 1_000;

    private final Store store;

    DeleteManyCall(Store store) {
        this.store = store;
    }

    R2Answer answer(Call call) throws IOException {
        boolean checked = call.request().header("content-md5") != null
                || call.request().headers().keySet().stream().anyMatch(name -> name.startsWith(ChecksumKind.HEADER))
                || call.request().header("x-amz-trailer") != null;
        if (!checked) {
            throw S3Refusal.of(400, "InvalidRequest", "Missing required header for this request: Content-MD5");
        }
        store.bucket(call.bucket());
        XmlNode document = XmlNode.parse(call.document());
        List<XmlNode> objects = document.all("Object");
        if (!document.name().equals("Delete") || objects.isEmpty() || objects.size() > MOST) {
            throw XmlNode.malformed();
        }
        boolean quiet = document.value("Quiet").equals("true");
        Xml answer = Xml.document("DeleteResult");
        for (XmlNode object : objects) {
            delete(call, object.value("Key"), quiet, answer);
        }
        return R2Answer.xml(200, answer.end());
    }

    private void delete(Call call, String key, boolean quiet, Xml answer) {
        try {
            if (!call.caller().grant().reaches(call.bucket(), key)) {
                throw S3Refusal.accessDenied("Access Denied");
            }
            store.delete(call.bucket(), key, call.now());
            if (!quiet) {
                answer.element("Deleted", () -> answer.text("Key", key));
            }
        } catch (S3Refusal refused) {
            answer.element(
                    "Error",
                    () -> answer.text("Key", key).text("Code", refused.code()).text("Message", refused.message()));
        }
    }
}
