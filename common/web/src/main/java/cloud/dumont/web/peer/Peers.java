package cloud.dumont.web.peer;

import cloud.dumont.json.DumontJson;
import cloud.dumont.web.caller.ServiceTokens;
import cloud.dumont.web.request.RequestIdFilter;
import cloud.dumont.web.request.Traces;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients to the other services, by service name: they carry this service's own token and the request id, and every
 * failure comes as {@link PeerException}. Transport errors surface as Spring's {@code ResourceAccessException};
 * {@link #call} turns those into {@link PeerFailure.Unreachable} too.
 */
public final class Peers {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(10);

    private final PeerAddresses addresses;
    private final ServiceTokens tokens;
    private final JsonMapper mapper = DumontJson.mapper();
    private final Map<String, RestClient> clients = new ConcurrentHashMap<>();

    public Peers(PeerAddresses addresses, ServiceTokens tokens) {
        this.addresses = addresses;
        this.tokens = tokens;
    }

    /** One client per service, shared by all calls. @param service its name, e.g. {@code billing-service} */
    public RestClient client(String service) {
        return clients.computeIfAbsent(service, this::connect);
    }

    private RestClient connect(String service) {
        // HTTP/1.1: the JDK client's upgrade header confuses some servers.
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(http);
        factory.setReadTimeout(READ);
        return RestClient.builder()
                .baseUrl(addresses.of(service))
                .requestFactory(factory)
                .configureMessageConverters(
                        converters -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(mapper)))
                .requestInterceptor((request, body, execution) -> {
                    request.getHeaders().setBearerAuth(tokens.forService(service));
                    request.getHeaders().set(Traces.HEADER, Traces.onward());
                    String requestId = MDC.get("request_id");
                    if (requestId != null) {
                        request.getHeaders().set(RequestIdFilter.HEADER, requestId);
                    }
                    return execution.execute(request, body);
                })
                .defaultStatusHandler(
                        status -> status.isError(), (request, response) -> fail(service, request, response))
                .build();
    }

    /** Runs a call so that a lost connection is a {@link PeerException} like every other failure. */
    public static <T> T call(String service, java.util.function.Supplier<T> call) {
        try {
            return call.get();
        } catch (org.springframework.web.client.RestClientException e) {
            throw new PeerException(new PeerFailure.Unreachable(service, String.valueOf(e.getMessage())));
        }
    }

    private void fail(String service, HttpRequest request, ClientHttpResponse response) throws java.io.IOException {
        int status = response.getStatusCode().value();
        String body = new String(response.getBody().readNBytes(64 * 1024), StandardCharsets.UTF_8);
        if (status >= 500 || status == 429) {
            throw new PeerException(new PeerFailure.Unreachable(service, "HTTP " + status));
        }
        JsonNode problem = parse(response.getHeaders(), body);
        throw new PeerException(new PeerFailure.Refused(
                service,
                status,
                problem.path("code").asString("unknown"),
                problem.path("detail").asString(""),
                body));
    }

    private JsonNode parse(HttpHeaders headers, String body) {
        try {
            return String.valueOf(headers.getContentType()).contains("json")
                    ? mapper.readTree(body)
                    : mapper.valueToTree(Map.of());
        } catch (tools.jackson.core.JacksonException e) {
            return mapper.valueToTree(Map.of());
        }
    }
}
