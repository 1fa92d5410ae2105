package cloud.dumont.gateway.routes;

import cloud.dumont.gateway.agentplane.AgentFiles;
import cloud.dumont.gateway.dashboard.Dashboard;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Leads to the files that this service hands out itself. */
@Configuration(proxyBeanMethods = false)
class FileRoutes {
    @Bean
    RouterFunction<ServerResponse> files(AgentFiles agent, Dashboard dashboard) {
        return RouterFunctions.route(to(Target.AGENT_FILES), agent::serve)
                .andRoute(to(Target.DASHBOARD), dashboard::serve);
    }

    private static RequestPredicate to(Target target) {
        return request -> request.attribute(Route.ATTRIBUTE)
                .filter(route -> ((Route) route).target() == target)
                .isPresent();
    }
}
