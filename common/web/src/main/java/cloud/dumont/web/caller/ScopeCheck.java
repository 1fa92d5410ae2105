package cloud.dumont.web.caller;

import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Default deny: an operation under {@code /api} runs only for a caller with the scope that it names. */
final class ScopeCheck implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || method.hasMethodAnnotation(OpenToAll.class)) {
            return true;
        }
        RequiresScope needed = method.getMethodAnnotation(RequiresScope.class);
        if (needed == null) {
            throw new RefusedException(new CommonRefusal.ScopeMissing("unassigned"));
        }
        Caller caller = Callers.current().orElseThrow(() -> new RefusedException(new Unauthenticated()));
        if (!caller.scopes().contains(needed.value())) {
            throw new RefusedException(new CommonRefusal.ScopeMissing(needed.value()));
        }
        return true;
    }
}
