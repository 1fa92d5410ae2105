package cloud.dumont.gateway.routes;

import cloud.dumont.web.peer.PeerAddresses;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.Refusal;
import cloud.dumont.web.problem.RefusedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchangeHandlerFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Carries requests to the services behind and their answers back, byte by byte. */
@Configuration(proxyBeanMethods = false)
class Upstreams {
    private static final Logger log = LoggerFactory.getLogger(Upstreams.class);

    @Bean
    RouterFunction<ServerResponse> upstream(ProxyExchangeHandlerFunction proxy, PeerAddresses peers) {
        return RouterFunctions.route(
                request -> request.attribute(Route.ATTRIBUTE)
                        .filter(Route.class::isInstance)
                        .map(Route.class::cast)
                        .filter(route -> route.target().isElsewhere())
                        .isPresent(),
                request -> carry(request, proxy, peers));
    }

    private static ServerResponse carry(
            ServerRequest request, ProxyExchangeHandlerFunction proxy, PeerAddresses peers) {
        Route route = (Route) request.attribute(Route.ATTRIBUTE).orElseThrow();
        String service = route.target().service();
        ServerHttpObservationFilter.findObservationContext(request.servletRequest())
                .ifPresent(context -> name(context, route));
        MvcUtils.setRequestUrl(request, URI.create(peers.of(service)));
        try {
            return new CarriedAnswer(proxy.handle(request));
        } catch (ResourceAccessException e) {
            log.atWarn()
                    .addKeyValue("service", service)
                    .addKeyValue("why", String.valueOf(e.getMessage()))
                    .log("a service does not answer");
            throw new RefusedException(why(e.getCause(), service));
        }
    }

    private static void name(ServerRequestObservationContext context, Route route) {
        context.setPathPattern(route.pattern().getPatternString());
    }

    private static Refusal why(@org.jspecify.annotations.Nullable Throwable cause, String service) {
        return switch (cause) {
            case ConnectTimeoutException e -> new CommonRefusal.Unavailable(service);
            case ConnectException e -> new CommonRefusal.Unavailable(service);
            case UnknownHostException e -> new CommonRefusal.Unavailable(service);
            case NoRouteToHostException e -> new CommonRefusal.Unavailable(service);
            case SocketTimeoutException e -> new DoorRefusal.NoAnswer(service);
            case null, default -> new DoorRefusal.NoAnswer(service);
        };
    }
}
