package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of a create, read leniently: any field may be null, numbers may be strings, env an object or docker options. */
record CreateRequest(
        String image,
        BigDecimal disk,
        @Nullable String label,
        @Nullable BigDecimal price,
        Map<String, String> env,
        String runtype,
        String onstart,
        List<String> args,
        boolean cancelUnavailable,
        boolean vm) {
    private static final BigDecimal LEAST_DISK = BigDecimal.valueOf(8);
    private static final BigDecimal LEAST_BID = new BigDecimal("0.001");
    private static final BigDecimal MOST_BID = BigDecimal.valueOf(128);
    private static final int LONGEST_LABEL = 256;
    private static final int LONGEST_SCRIPT = 4096;
    private static final int LONGEST_ENV = 32_768;

    static CreateRequest read(JsonNode body) {
        BigDecimal price = OfferSearch.decimal(body.get("price")).orElse(null);
        return new CreateRequest(
                text(body, "image"),
                OfferSearch.decimal(body.get("disk")).orElse(LEAST_DISK).max(LEAST_DISK),
                body.path("label").isString() ? body.path("label").asString() : null,
                price,
                env(body.path("env")),
                text(body, "runtype").isEmpty() ? "ssh" : text(body, "runtype"),
                text(body, "onstart"),
                args(body),
                flag(body, "cancel_unavail", price == null),
                flag(body, "vm", false));
    }

    /** The refusal if this body can never make an instance, whatever the offer. */
    Optional<Reply> refusal() {
        if (image.isBlank()) {
            return Optional.of(Answers.bad("invalid_args", "error 400/3467: Invalid args: 'image' is required"));
        }
        if (price != null && (price.compareTo(LEAST_BID) < 0 || price.compareTo(MOST_BID) > 0)) {
            return Optional.of(Answers.bad("invalid_price", "Please set a bid price >= 0.001."));
        }
        if (label != null && label.length() > LONGEST_LABEL) {
            return Optional.of(Answers.bad("label_too_long", "label is longer than " + LONGEST_LABEL + " characters"));
        }
        if (onstart.length() + args.stream().mapToInt(String::length).sum() > LONGEST_SCRIPT) {
            return Optional.of(Answers.bad("invalid_args", "onstart and args are longer than " + LONGEST_SCRIPT));
        }
        int envLength = env.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        return envLength > LONGEST_ENV
                ? Optional.of(Answers.bad("invalid_args", "env is longer than " + LONGEST_ENV))
                : Optional.empty();
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).isString() ? body.path(name).asString() : "";
    }

    private static boolean flag(JsonNode body, String name, boolean otherwise) {
        String value = body.path(name).asString("");
        return value.isEmpty() ? otherwise : Boolean.parseBoolean(value);
    }

    private static List<String> args(JsonNode body) {
        List<String> args = new ArrayList<>();
        body.path("args").forEach(arg -> args.add(arg.asString("")));
        if (args.isEmpty() && !text(body, "args_str").isEmpty()) {
            args.add(text(body, "args_str"));
        }
        return args;
    }

    private static Map<String, String> env(JsonNode node) {
        Map<String, String> env = new LinkedHashMap<>();
        if (node.isString()) {
            readOptions(node.asString(), env);
        } else {
            node.properties()
                    .forEach(entry -> env.put(entry.getKey(), entry.getValue().asString("")));
        }
        return env;
    }

    /** {@code -e NAME=value -p 8000:8000 -h host}; values hold no blanks in this form. */
    private static void readOptions(String options, Map<String, String> env) {
        String[] words = options.trim().split("\\s+");
        for (int i = 0; i + 1 < words.length; i += 2) {
            String value = words[i + 1];
            int split = value.indexOf('=');
            if (words[i].equals("-e") && split > 0) {
                env.put(value.substring(0, split), value.substring(split + 1));
            } else {
                env.put(words[i] + " " + value, "1");
            }
        }
    }
}
