package cloud.dumont.web.request;

import cloud.dumont.kernel.TypeId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request an id ({@code X-Request-Id}, the caller's if it is a sane one), in the answer, the logs and the errors. */
public final class RequestIdFilter extends OncePerRequestFilter {
    public static final String HEADER = "X-Request-Id";
    private static final String ATTRIBUTE = RequestIdFilter.class.getName();
    private static final String LOG_KEY = "request_id";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9_.-]{8,64}");

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public RequestIdFilter(InstantSource clock) {
        this.clock = clock;
    }

    public static String current(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "req_unknown";
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(HEADER);
        String id = given != null && SANE.matcher(given).matches()
                ? given
                : TypeId.encode("req", TypeId.newUuid(clock.instant(), random));
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        MDC.put(LOG_KEY, id);
        MDC.put(Traces.LOG_KEY, Traces.of(request.getHeader(Traces.HEADER)));
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(LOG_KEY);
            MDC.remove(Traces.LOG_KEY);
        }
    }
}
