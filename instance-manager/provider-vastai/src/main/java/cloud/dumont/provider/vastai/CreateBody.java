package cloud.dumont.provider.vastai;

import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.http.LenientJson;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** An order in the vendor's words. What the vendor would cut or misread is refused before it is sent. */
final class CreateBody {
    private static final int LONGEST_SCRIPT = 4_048;
    private static final int LONGEST_ENVIRONMENT = 32_768;
    private static final int MOST_PORTS = 64;
    private static final int LAST_PORT = 65_535;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private CreateBody() {}

    /** @throws Refused the vendor could not take this order; nothing was sent */
    static ObjectNode of(LaunchOrder order) {
        if (order.startScript().length() > LONGEST_SCRIPT) {
            throw invalid("a start script has at most " + LONGEST_SCRIPT + " characters");
        }
        ObjectNode body = LenientJson.mapper().createObjectNode();
        body.put("client_id", "me");
        body.put("image", order.image());
        body.put("disk", order.diskGb());
        body.put("label", order.label());
        body.put("runtype", "ssh_direct");
        body.put("cancel_unavail", true);
        body.put("onstart", order.startScript());
        body.set("env", environment(order));
        return body;
    }

    /** Variables and docker's port options share one object; a name that looks like an option would become one. */
    private static ObjectNode environment(LaunchOrder order) {
        ObjectNode env = LenientJson.mapper().createObjectNode();
        int length = 0;
        for (var variable : order.environment().entrySet()) {
            if (!VARIABLE.matcher(variable.getKey()).matches()) {
                throw invalid("a name in the environment is no variable name");
            }
            length += variable.getKey().length() + variable.getValue().length();
            env.put(variable.getKey(), variable.getValue());
        }
        if (length > LONGEST_ENVIRONMENT) {
            throw invalid("an environment has at most " + LONGEST_ENVIRONMENT + " characters");
        }
        if (order.ports().size() > MOST_PORTS) {
            throw invalid("a box has at most " + MOST_PORTS + " ports");
        }
        for (int port : order.ports()) {
            if (port < 1 || port > LAST_PORT) {
                throw invalid("port " + port + " does not exist");
            }
            env.put("-p " + port + ":" + port, "1");
        }
        return env;
    }

    private static Refused invalid(String message) {
        return new Refused(Refused.Reason.INVALID, message);
    }
}
