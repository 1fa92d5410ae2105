package cloud.dumont.gateway.routes;

import static cloud.dumont.gateway.routes.Access.AGENT;
import static cloud.dumont.gateway.routes.Access.AGENT_BACKUP;
import static cloud.dumont.gateway.routes.Access.AGENT_NEW;
import static cloud.dumont.gateway.routes.Access.DOWNLOAD;
import static cloud.dumont.gateway.routes.Access.FREE;
import static cloud.dumont.gateway.routes.Access.LOGIN;
import static cloud.dumont.gateway.routes.Access.SESSION;
import static cloud.dumont.gateway.routes.Access.USER;
import static cloud.dumont.gateway.routes.Access.VISITOR;
import static cloud.dumont.gateway.routes.Route.to;

import java.util.List;
import java.util.Optional;
import org.springframework.http.server.PathContainer;

/** Every path that leads anywhere; the first match counts, and what matches nothing is not there. */
final class RouteTable {
    private static final List<Route> API = List.of(
            to(Target.GATEWAY, LOGIN, "/api/v1/auth/register"),
            to(Target.GATEWAY, LOGIN, "/api/v1/auth/verify-email"),
            to(Target.GATEWAY, LOGIN, "/api/v1/auth/login"),
            to(Target.GATEWAY, LOGIN, "/api/v1/auth/refresh"),
            to(Target.GATEWAY, SESSION, "/api/v1/auth/logout"),
            to(Target.GATEWAY, SESSION, "/api/v1/auth/logout-all"),
            to(Target.GATEWAY, SESSION, "/api/v1/sessions"),
            to(Target.GATEWAY, SESSION, "/api/v1/sessions/{id}"),
            to(Target.GATEWAY, SESSION, "/api/v1/api-keys"),
            to(Target.GATEWAY, SESSION, "/api/v1/api-keys/{id}"),
            to(Target.GATEWAY, USER, "/api/v1/account"),
            to(Target.GATEWAY, USER, "/api/v1/ssh-keys"),
            to(Target.GATEWAY, USER, "/api/v1/ssh-keys/{id}"),
            to(Target.GATEWAY, FREE, "/api/v1/health"),
            to(Target.GATEWAY, FREE, "/api/v1/version"),
            to(Target.GATEWAY, FREE, "/.well-known/jwks.json"));

    private static final List<Route> SERVICES = List.of(
            to(Target.MONITORING, USER, "/api/v1/instances/{id}/metrics"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/instances").creating(),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/instances/{id}"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/instances/{id}/{part}"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/instances/{id}/**"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/actions/{id}"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/actions/{id}/**"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/backups"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/backups/{id}"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/backups/{id}/{part}"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/backup-workspaces"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/backup-workspaces/{id}"),
            to(Target.INSTANCE_MANAGER, USER, "/api/v1/backup-workspaces/{id}/{part}"),
            to(Target.INSTANCE_MANAGER, DOWNLOAD, "/api/v1/downloads/{token}"),
            to(Target.INSTANCE_MANAGER, VISITOR, "/api/v1/offers"),
            to(Target.INSTANCE_MANAGER, VISITOR, "/api/v1/offers/{id}"),
            to(Target.INSTANCE_MANAGER, VISITOR, "/api/v1/gpus"),
            to(Target.INSTANCE_MANAGER, VISITOR, "/api/v1/spot-prices"),
            to(Target.MONITORING, USER, "/api/v1/events"),
            to(Target.MONITORING, USER, "/api/v1/events/stream"),
            to(Target.MONITORING, USER, "/api/v1/events/**"),
            to(Target.BILLING, USER, "/api/v1/billing/{part}"),
            to(Target.BILLING, USER, "/api/v1/billing/**"));

    private static final List<Route> AGENTS = List.of(
            to(Target.AGENT_FILES, FREE, "/agent/bootstrap.sh"),
            to(Target.AGENT_FILES, FREE, "/agent/dumont-agent-linux-x86_64.tar.gz"),
            to(Target.AGENT_FILES, FREE, "/agent/dumont-agent-linux-x86_64.tar.gz.sha256"),
            to(Target.MONITORING, AGENT_NEW, "/agent/v1/enroll"),
            to(Target.MONITORING, AGENT_NEW, "/agent/v1/nonce"),
            to(Target.MONITORING, AGENT_NEW, "/agent/v1/token"),
            to(Target.MONITORING, AGENT_NEW, "/agent/v1/bootstrap-failure"),
            to(Target.MONITORING, AGENT_BACKUP, "/agent/v1/presign"),
            to(Target.MONITORING, AGENT_BACKUP, "/agent/v1/commit"),
            to(Target.MONITORING, AGENT_BACKUP, "/agent/v1/backup/{call}"),
            to(Target.MONITORING, AGENT, "/agent/v1/{call}"));

    /** First path segments under which a wrong path is an error and not a page of the dashboard. */
    private static final List<String> MACHINES_ONLY = List.of("api", "agent", "internal", "actuator", ".well-known");

    private static final Route PAGE = to(Target.DASHBOARD, FREE, "/**");

    private RouteTable() {}

    private static final List<Route> ALL = java.util.stream.Stream.of(API, SERVICES, AGENTS)
            .flatMap(List::stream)
            .toList();

    static List<Route> all() {
        return ALL;
    }

    /** @param path as it came, still encoded */
    static Optional<Route> find(String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        Optional<Route> route =
                all().stream().filter(each -> each.pattern().matches(parsed)).findFirst();
        return route.isPresent() || isForMachines(parsed) ? route : Optional.of(PAGE);
    }

    private static boolean isForMachines(PathContainer path) {
        return path.elements().stream()
                .filter(PathContainer.PathSegment.class::isInstance)
                .map(PathContainer.PathSegment.class::cast)
                .findFirst()
                .filter(first -> MACHINES_ONLY.contains(first.valueToMatch().toLowerCase(java.util.Locale.ROOT)))
                .isPresent();
    }
}
