package cloud.dumont.monitoring.backup.web;

import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.monitoring.agent.AgentBody;
import cloud.dumont.monitoring.agent.AgentCaller;
import cloud.dumont.monitoring.agent.AgentRefusal;
import cloud.dumont.monitoring.agent.Agents;
import cloud.dumont.monitoring.instances.InstancesClient;
import cloud.dumont.monitoring.instances.Passed;
import cloud.dumont.web.problem.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Passes on what agents ask about the files they save. Nothing is judged here but who asks: the agent speaks for its own placement
 * and epoch only.
 */
@RestController
class BackupController {
    private static final MediaType PROBLEM = MediaType.APPLICATION_PROBLEM_JSON;
    private final InstancesClient instances;
    private final Agents agents;

    BackupController(InstancesClient instances, Agents agents) {
        this.instances = instances;
        this.agents = agents;
    }

    /** What every such request has. */
    private record OfEpoch(@Nullable Epoch epoch) {}

    @PostMapping(AgentPaths.BACKUP_OPEN)
    ResponseEntity<byte[]> open(AgentCaller agent, @RequestBody byte[] body) {
        return pass(agent, "backup/open", body);
    }

    @PostMapping(AgentPaths.BACKUP_ORDERS)
    ResponseEntity<byte[]> orders(AgentCaller agent, @RequestBody byte[] body) {
        return pass(agent, "backup/orders", body);
    }

    @PostMapping(AgentPaths.BACKUP_ORDER_FAILED)
    ResponseEntity<byte[]> orderFailed(AgentCaller agent, @RequestBody byte[] body) {
        return pass(agent, "backup/order-failed", body);
    }

    @PostMapping(AgentPaths.BACKUP_LIST)
    ResponseEntity<byte[]> list(AgentCaller agent, @RequestBody byte[] body) {
        return pass(agent, "backup/list", body);
    }

    @PostMapping(AgentPaths.BACKUP_RESTORE)
    ResponseEntity<byte[]> restore(AgentCaller agent, @RequestBody byte[] body) {
        return pass(agent, "backup/restore", body);
    }

    @PostMapping(AgentPaths.BACKUP_PREPARE)
    ResponseEntity<byte[]> prepare(AgentCaller agent, @RequestBody byte[] body) {
        return pass(agent, "backup/prepare", body);
    }

    @PostMapping(AgentPaths.BACKUP_PREPARED)
    ResponseEntity<byte[]> prepared(AgentCaller agent, @RequestBody byte[] body) {
        return pass(agent, "backup/prepared", body);
    }

    @PostMapping(AgentPaths.PRESIGN)
    ResponseEntity<byte[]> presign(AgentCaller agent, @RequestBody byte[] body) {
        return pass(agent, "presign", body);
    }

    @PostMapping(AgentPaths.COMMIT)
    ResponseEntity<byte[]> commit(AgentCaller agent, @RequestBody byte[] body) {
        return pass(agent, "commit", body);
    }

    private ResponseEntity<byte[]> pass(AgentCaller agent, String call, byte[] body) {
        OfEpoch request = AgentBody.read(body, OfEpoch.class, it -> it.epoch() != null);
        boolean fenced = agents.find(agent.placement())
                .filter(known -> known.fencedAt() == null)
                .isEmpty();
        if (fenced || !agent.epoch().equals(request.epoch())) {
            throw new RefusedException(new AgentRefusal.StaleEpoch());
        }
        Passed answer = instances.pass(agent.placement(), call, body);
        if (answer.body().length == 0) {
            return ResponseEntity.status(answer.status()).build();
        }
        return ResponseEntity.status(answer.status())
                .contentType(answer.status() < 400 ? MediaType.APPLICATION_JSON : PROBLEM)
                .body(answer.body());
    }
}
