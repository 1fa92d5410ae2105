package cloud.dumont.restore.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The examples that AWS publishes for its own signatures. */
class RequestSignatureTest {
    private static String signature(Map<String, String> query) {
        S3Credentials keys =
                new S3Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
        String header = new RequestSignature(keys, "us-east-1")
                .headers(
                        "GET",
                        "examplebucket.s3.amazonaws.com",
                        "/",
                        new TreeMap<>(query),
                        Instant.parse("2013-05-24T00:00:00Z"))
                .get("Authorization");
        return header.substring(header.indexOf("Signature=") + 10);
    }

    @Test
    void listingIsSignedAsPublished() {
        assertThat(signature(Map.of("max-keys", "2", "prefix", "J")))
                .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void lifecycleIsSignedAsPublished() {
        assertThat(signature(Map.of("lifecycle", "")))
                .isEqualTo("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }

    @Test
    void namesAreEncodedOnce() {
        assertThat(RequestSignature.encode("a b/ü~", true)).isEqualTo("a%20b/%C3%BC~");
        assertThat(RequestSignature.encode("a/b", false)).isEqualTo("a%2Fb");
    }
}
