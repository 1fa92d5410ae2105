package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireRequest;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The JSON object in a request; an empty body is an empty object. */
record Body(JsonNode json) {
    static Body of(WireRequest request) {
        JsonNode json = Json.parse(request.body()).orElseThrow(() -> Refusal.malformed("the body is not JSON"));
        if (!json.isObject()) {
            throw Refusal.malformed("the body must be a JSON object");
        }
        return new Body(json);
    }

    String text(String name) {
        JsonNode value = json.path(name);
        if (!value.isString()) {
            throw Refusal.malformed(name + " must be a string");
        }
        return value.asString();
    }

    long number(String name, long otherwise) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber()) {
            throw Refusal.malformed(name + " must be a whole number");
        }
        return value.asLong();
    }

    BigDecimal decimal(String name, BigDecimal otherwise) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        try {
            return new BigDecimal(value.asString());
        } catch (NumberFormatException notANumber) {
            throw Refusal.malformed(name + " must be a number");
        }
    }

    /** An object of plain values, each as text. */
    Map<String, String> texts(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw Refusal.malformed(name + " must be an object");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        value.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
        return texts;
    }
}
