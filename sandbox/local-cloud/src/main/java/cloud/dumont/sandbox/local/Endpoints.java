package cloud.dumont.sandbox.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where everything of a running sandbox is, with the credentials to use it: the content of {@code run/endpoints.json}.
 *
 * @param gateway base URL of API and dashboard
 * @param control base URL of the sandbox's control API
 * @param simulators vendor name to its simulator
 * @param mail base URL of the inbox
 * @param user an account that is ready to use
 * @param operator an account of the operators
 * @param machines {@code namespace} or {@code process}
 * @param pids name to process id, the launcher as {@code launcher}
 */
public record Endpoints(
        String gateway,
        Address ssh,
        String control,
        Map<String, Simulator> simulators,
        Database postgres,
        Address redis,
        String mail,
        Address smtp,
        Account user,
        Account operator,
        String machines,
        @JsonProperty("agent_url") String agentUrl,
        Map<String, Long> pids) {
    Endpoints withPids(Map<String, Long> now) {
        return new Endpoints(
                gateway,
                ssh,
                control,
                simulators,
                postgres,
                redis,
                mail,
                smtp,
                user,
                operator,
                machines,
                agentUrl,
                now);
    }

    public record Address(String host, int port) {}

    /** A vendor with an API key, or the object store with what S3 clients and Cloudflare's API want; the rest is null. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Simulator(
            String url,
            @Nullable String key,
            @Nullable String account,
            @JsonProperty("access_key_id") @Nullable String accessKeyId,
            @JsonProperty("secret_access_key") @Nullable String secretAccessKey,
            @Nullable String bucket,
            @JsonProperty("copy_bucket") @Nullable String copyBucket) {
        static Simulator vendor(String url, String key) {
            return new Simulator(url, key, null, null, null, null, null);
        }
    }

    public record Database(String host, int port, String database, String url, String user, String password) {}

    public record Account(String email, String password) {}
}
