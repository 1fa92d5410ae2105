package cloud.dumont.gateway.routes;

import cloud.dumont.gateway.identity.Holder;
import cloud.dumont.web.caller.ServiceTokens;
import cloud.dumont.web.request.RequestIdFilter;
import cloud.dumont.web.request.Traces;
import java.util.List;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.ResponseHttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What of a request's head reaches a service: a short list of harmless fields, and who calls, in a token of ours. Anything
 * else a caller may have made up, identity headers above all, stays outside.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class UpstreamHeaders implements RequestHttpHeadersFilter {
    private static final List<String> PASSED = List.of(
            HttpHeaders.ACCEPT,
            HttpHeaders.ACCEPT_LANGUAGE,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.IF_MATCH,
            HttpHeaders.IF_NONE_MATCH,
            HttpHeaders.USER_AGENT,
            "Idempotency-Key",
            "Last-Event-ID",
            "Prefer");
    private static final String SESSION_EXPIRES = "X-Dumont-Session-Expires";
    private static final String AGENT_SIGNATURE = "X-Dumont-Signature";

    private final ServiceTokens tokens;

    UpstreamHeaders(ServiceTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public HttpHeaders apply(HttpHeaders given, ServerRequest request) {
        HttpHeaders sent = new HttpHeaders();
        PASSED.forEach(name -> pass(given, sent, name));
        sent.set(RequestIdFilter.HEADER, RequestIdFilter.current(request.servletRequest()));
        sent.set(Traces.HEADER, Traces.onward());
        Route route = (Route) request.attribute(Route.ATTRIBUTE).orElseThrow();
        switch (route.access()) {
            case AGENT, AGENT_BACKUP, AGENT_NEW -> {
                pass(request.headers().asHttpHeaders(), sent, HttpHeaders.AUTHORIZATION);
                pass(request.headers().asHttpHeaders(), sent, AGENT_SIGNATURE);
            }
            case USER, SESSION, VISITOR, LOGIN, DOWNLOAD, FREE ->
                request.attribute(Holder.ATTRIBUTE).map(Holder.class::cast).ifPresent(holder -> {
                    sent.setBearerAuth(tokens.forCaller(route.target().service(), holder.caller()));
                    sent.set(SESSION_EXPIRES, Long.toString(holder.goodUntil().getEpochSecond()));
                });
        }
        return sent;
    }

    private static void pass(HttpHeaders from, HttpHeaders to, String name) {
        List<String> values = from.get(name);
        if (values != null) {
            to.put(name, values);
        }
    }

    /** The request's id is on the answer already. */
    @Component
    static class Answer implements ResponseHttpHeadersFilter {
        @Override
        public HttpHeaders apply(HttpHeaders given, ServerResponse response) {
            HttpHeaders kept = new HttpHeaders();
            kept.putAll(given);
            kept.remove(RequestIdFilter.HEADER);
            kept.remove(HttpHeaders.SET_COOKIE);
            return kept;
        }
    }
}
