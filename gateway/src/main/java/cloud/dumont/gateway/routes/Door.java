package cloud.dumont.gateway.routes;

import cloud.dumont.gateway.agentplane.AgentTokens;
import cloud.dumont.gateway.identity.CredentialRefusal;
import cloud.dumont.gateway.identity.Credentials;
import cloud.dumont.gateway.identity.Holder;
import cloud.dumont.gateway.limits.ClientAddress;
import cloud.dumont.gateway.limits.Decision;
import cloud.dumont.gateway.limits.LimitHeaders;
import cloud.dumont.gateway.limits.Limits;
import cloud.dumont.gateway.limits.Policy;
import cloud.dumont.gateway.limits.Rate;
import cloud.dumont.gateway.limits.RateLimited;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** The door: finds the route, asks who calls, counts the call, and lets it through or says why not. */
final class Door extends OncePerRequestFilter {
    private static final String BEARER = "bearer ";

    private final Credentials credentials;
    private final AgentTokens agents;
    private final Limits limits;
    private final InstantSource clock;

    Door(Credentials credentials, AgentTokens agents, Limits limits, InstantSource clock) {
        this.credentials = credentials;
        this.agents = agents;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Route route = RouteTable.find(request.getRequestURI())
                    .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
            request.setAttribute(Route.ATTRIBUTE, route);
            checkMethod(route, request);
            admit(route, request, response);
            checkBody(request);
        } catch (RefusedException e) {
            DoorProblems.write(e.refusal(), request, response);
            return;
        }
        try {
            chain.doFilter(new LimitedBody(request), response);
        } finally {
            SecurityContextHolder.clearContext();
            MDC.remove(LogKeys.USER);
        }
        if (request.getAttribute(BrokenOff.ATTRIBUTE) != null) {
            // Tomcat's own sign for "cut the connection": it is not logged as a failure of ours.
            throw new CloseNowException("the answer broke off");
        }
    }

    private static void checkMethod(Route route, HttpServletRequest request) {
        boolean reading =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        boolean files = switch (route.target()) {
            case DASHBOARD, AGENT_FILES -> true;
            case GATEWAY, INSTANCE_MANAGER, BILLING, MONITORING -> false;
        };
        if (files && !reading) {
            throw new RefusedException(new DoorRefusal.WrongMethod(request.getMethod()));
        }
    }

    private static void checkBody(HttpServletRequest request) {
        if (request.getContentLengthLong() > LimitedBody.LIMIT) {
            throw new RefusedException(new DoorRefusal.TooLarge(LimitedBody.LIMIT));
        }
        String type = request.getContentType();
        if (type != null
                && (type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
                        || type.toLowerCase(Locale.ROOT).startsWith("multipart/"))) {
            throw new RefusedException(new DoorRefusal.UnsupportedForm());
        }
    }

    private void admit(Route route, HttpServletRequest request, HttpServletResponse response) {
        String address = request.getRemoteAddr();
        String place = ClientAddress.bucket(address);
        switch (route.access()) {
            case FREE -> {}
            case LOGIN -> count(response, new Policy("auth", limits.config().authIp()), place);
            case AGENT_NEW ->
                count(response, new Policy("agent", limits.config().agentOpen()), place);
            case AGENT ->
                count(
                        response,
                        new Policy("agent", limits.config().agent()),
                        agents.verify(bearer(request).orElse("")));
            case AGENT_BACKUP ->
                count(
                        response,
                        new Policy("agent-backup", limits.config().agentBackup()),
                        agents.verify(bearer(request).orElse("")));
            case DOWNLOAD ->
                count(response, new Policy("public", limits.config().publicIp()), place);
            case VISITOR -> {
                Optional<String> bearer = bearer(request);
                if (bearer.isPresent()) {
                    enter(route, known(bearer.get(), address), request, response);
                } else {
                    count(response, new Policy("public", limits.config().publicIp()), place);
                }
            }
            case USER -> enter(route, known(bearer(request).orElse(null), address), request, response);
            case SESSION -> {
                Holder holder = known(bearer(request).orElse(null), address);
                if (!holder.session()) {
                    throw new RefusedException(new DoorRefusal.SessionNeeded());
                }
                enter(route, holder, request, response);
            }
        }
    }

    private Holder known(@Nullable String bearer, String address) {
        if (bearer == null) {
            throw new RefusedException(CredentialRefusal.UNAUTHENTICATED);
        }
        return credentials.check(bearer, address);
    }

    private void enter(Route route, Holder holder, HttpServletRequest request, HttpServletResponse response) {
        String user = holder.caller().user().text();
        List<Decision> decisions = new ArrayList<>();
        decisions.add(limits.take(new Policy("default", Rate.perMinute(holder.requestsPerMinute())), user));
        if (route.creates() && request.getMethod().equals("POST")) {
            decisions.add(limits.take(new Policy("create", limits.config().create()), user));
        }
        told(response, decisions);
        request.setAttribute(Holder.ATTRIBUTE, holder);
        MDC.put(LogKeys.USER, user);
        SecurityContextHolder.getContext().setAuthentication(LocalAuthentication.of(holder.caller()));
    }

    private void count(HttpServletResponse response, Policy policy, String key) {
        told(response, List.of(limits.take(policy, key)));
    }

    private void told(HttpServletResponse response, List<Decision> decisions) {
        LimitHeaders.write(response, decisions, clock.instant());
        decisions.stream().filter(decision -> !decision.allowed()).findFirst().ifPresent(decision -> {
            throw new RefusedException(new RateLimited(decision));
        });
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Optional.empty();
        }
        return header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.of("");
    }
}
