package cloud.dumont.sandbox.vastai.api;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes an instance look as a newer version of the vendor might show it. */
final class OddWords {
    private static final List<String> NUMBERS = List.of("machine_id", "num_gpus", "gpu_ram", "dph_total", "ssh_port");

    private OddWords() {}

    static void mayStrike(ObjectNode view, boolean strikes) {
        if (!strikes) {
            return;
        }
        view.put("actual_status", "defrosting");
        view.putObject("carbon_report").put("grams", 12);
        for (String name : NUMBERS) {
            JsonNode number = view.get(name);
            if (number != null && number.isNumber()) {
                view.put(name, number.asString());
            }
        }
    }
}
