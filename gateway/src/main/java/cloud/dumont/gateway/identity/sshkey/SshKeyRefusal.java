package cloud.dumont.gateway.identity.sshkey;

import cloud.dumont.web.problem.Refusal;
import java.util.List;
import java.util.Map;

/** Why an SSH key was not added. */
sealed interface SshKeyRefusal extends Refusal {
    record NotAKey() implements SshKeyRefusal {
        @Override
        public String code() {
            return "validation_failed";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String detail() {
            return "Paste one line of a public key file: ssh-ed25519, ecdsa-sha2-nistp… or ssh-rsa.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of(
                    "errors", List.of(Map.of("pointer", "#/public_key", "code", "not_a_key", "detail", detail())));
        }
    }

    record Weak(String detail) implements SshKeyRefusal {
        @Override
        public String code() {
            return "key_weak";
        }

        @Override
        public int status() {
            return 422;
        }
    }

    record Exists(String name) implements SshKeyRefusal {
        @Override
        public String code() {
            return "key_exists";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String detail() {
            return "You have this key already, as " + name + ".";
        }
    }

    record TooMany(int limit) implements SshKeyRefusal {
        @Override
        public String code() {
            return "quota_exceeded";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String detail() {
            return "An account has at most " + limit + " SSH keys; remove one first.";
        }
    }
}
