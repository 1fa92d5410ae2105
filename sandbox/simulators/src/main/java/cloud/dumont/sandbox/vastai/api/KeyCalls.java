package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.vastai.account.Account;
import cloud.dumont.sandbox.vastai.contract.Contract;
import cloud.dumont.sandbox.vastai.contract.SshKey;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** SSH keys of the account, copied into instances at create, and keys of one instance. */
final class KeyCalls {
    private final Desk desk;

    KeyCalls(Desk desk) {
        this.desk = desk;
    }

    Reply list(Account account) {
        return Answers.ok(array(account, account.keys()));
    }

    Reply add(Account account, JsonNode body, Instant now) {
        String text = key(body);
        if (text == null) {
            return Answers.bad("no_ssh_key", "No ssh key provided");
        }
        SshKey key = new SshKey(desk.accounts().takeKeyId(), text, now);
        desk.accounts().put(account.withKey(key));
        return stored(account, key);
    }

    Reply replace(Account account, long id, JsonNode body, Instant now) {
        String text = key(body);
        if (text == null || account.findKey(id).isEmpty()) {
            return Answers.bad("no_ssh_key", "No ssh key provided");
        }
        SshKey key = new SshKey(id, text, now);
        desk.accounts().put(account.withoutKey(id).withKey(key));
        return stored(account, key);
    }

    Reply delete(Account account, long id) {
        if (account.findKey(id).isEmpty()) {
            return Answers.bad("no_ssh_key", "No ssh key provided");
        }
        desk.accounts().put(account.withoutKey(id));
        return Answers.done();
    }

    Reply ofInstance(Account account, Contract contract) {
        ObjectNode body = Json.object();
        body.put("success", true);
        body.put("ssh_keys", array(account, contract.keys()).toString());
        return Answers.ok(body);
    }

    Reply attach(Contract contract, JsonNode body, Instant now) {
        String text = key(body);
        if (text == null) {
            return Answers.bad("invalid_args", "No ssh key provided");
        }
        List<SshKey> keys = new ArrayList<>(contract.keys());
        if (keys.stream().noneMatch(key -> key.key().equals(text))) {
            keys.add(new SshKey(desk.accounts().takeKeyId(), text, now));
        }
        desk.commands().keys(contract, keys, now);
        return message("SSH key attached successfully");
    }

    Reply detach(Contract contract, long id, Instant now) {
        List<SshKey> left =
                contract.keys().stream().filter(key -> key.id() != id).toList();
        if (left.size() == contract.keys().size()) {
            return Answers.error(404, "no_such_ssh_key", "SSH key not found.");
        }
        desk.commands().keys(contract, left, now);
        return message("SSH key removed from instance.");
    }

    private static Reply message(String text) {
        ObjectNode body = Json.object();
        body.put("success", true);
        body.put("msg", text);
        return Answers.ok(body);
    }

    private static Reply stored(Account account, SshKey key) {
        ObjectNode body = Json.object();
        body.put("success", true);
        body.set("key", view(account, key));
        return Answers.ok(body);
    }

    private static @Nullable String key(JsonNode body) {
        String text = body.path("ssh_key").asString("").trim();
        return text.isEmpty() ? null : text;
    }

    private static ArrayNode array(Account account, List<SshKey> keys) {
        ArrayNode array = Json.array();
        keys.forEach(key -> array.add(view(account, key)));
        return array;
    }

    private static ObjectNode view(Account account, SshKey key) {
        ObjectNode view = Json.object();
        view.put("id", key.id());
        view.put("user_id", account.id());
        view.put("key", key.key());
        view.put("public_key", key.key());
        view.put("created_at", key.createdAt().toString());
        view.putNull("deleted_at");
        return view;
    }
}
