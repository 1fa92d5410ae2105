package cloud.dumont.sandbox.vastai.contract;

import cloud.dumont.sandbox.machine.GpuFacts;
import cloud.dumont.sandbox.machine.MachineOrder;
import cloud.dumont.sandbox.vastai.market.HardwareFacts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a contract into an order for its box, with the environment that this vendor sets. */
final class BoxOrder {
    private BoxOrder() {}

    static MachineOrder of(String vendor, Contract contract, Duration sshDelay, int sshPort) {
        Rental rental = contract.rental();
        List<String> keys = contract.keys().stream().map(SshKey::key).toList();
        return new MachineOrder(
                vendor,
                contract.ref(),
                contract.labelText(),
                rental.hostname(contract.id()),
                gpus(rental.facts(), rental.gpus()),
                rental.diskGb().intValue(),
                environment(contract, keys),
                script(rental),
                keys,
                rental.exposedPorts(),
                sshDelay,
                sshPort);
    }

    private static GpuFacts gpus(HardwareFacts facts, int count) {
        return new GpuFacts(
                facts.model().toolName(),
                count,
                facts.model().ramMb(),
                facts.driver(),
                facts.cuda().toPlainString());
    }

    private static Map<String, String> environment(Contract contract, List<String> keys) {
        Rental rental = contract.rental();
        Map<String, String> env = new LinkedHashMap<>();
        rental.env().forEach((name, value) -> {
            if (!name.startsWith("-")) {
                env.put(name, value);
            }
        });
        env.put("CONTAINER_ID", contract.ref());
        env.put("CONTAINER_API_KEY", rental.apiKey());
        env.put("VAST_CONTAINERLABEL", "C." + contract.ref());
        env.put("PUBLIC_IPADDR", "${address}");
        env.put("SSH_PUBLIC_KEY", String.join("\n", keys));
        env.put("GPU_COUNT", Integer.toString(rental.gpus()));
        rental.exposedPorts().forEach(port -> env.put("VAST_TCP_PORT_" + port, "${port:" + port + "}"));
        return env;
    }

    /** With run type {@code args} the client passes a shell and its arguments instead of a script. */
    private static String script(Rental rental) {
        boolean shell = rental.onstart().endsWith("/sh") || rental.onstart().endsWith("/bash");
        if (shell && rental.args().size() > 1 && rental.args().getFirst().equals("-c")) {
            return rental.args().get(1);
        }
        return rental.onstart();
    }
}
