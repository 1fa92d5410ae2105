package cloud.dumont.instances.backup.browse;

import cloud.dumont.web.problem.Refusal;
import java.util.Map;

/** Why a version cannot be looked at or changed. */
public sealed interface BrowseRefusal extends Refusal {
    @Override
    default int status() {
        return 409;
    }

    record Expired() implements BrowseRefusal {
        @Override
        public String code() {
            return "backup_expired";
        }

        @Override
        public String detail() {
            return "This version has expired; its files may be gone already.";
        }
    }

    /** @param object that cannot be read, below the workspace's root */
    record Damaged(String object) implements BrowseRefusal {
        @Override
        public String code() {
            return "backup_damaged";
        }

        @Override
        public String detail() {
            return "A part of this version cannot be read. Verify it to see what is lost; other versions may be whole.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("object", object);
        }
    }

    record Changed() implements BrowseRefusal {
        @Override
        public String code() {
            return "precondition_failed";
        }

        @Override
        public int status() {
            return 412;
        }

        @Override
        public String detail() {
            return "The backup changed since you read it. Read it again.";
        }
    }
}
