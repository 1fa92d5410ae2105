package cloud.dumont.instances.backup;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.web.problem.Refusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why something cannot be done with saved files. */
public sealed interface BackupRefusal extends Refusal {
    @Override
    default int status() {
        return 409;
    }

    /** The machine is served by a later box, or by none any more. */
    record StaleEpoch() implements BackupRefusal {
        @Override
        public String code() {
            return "stale_epoch";
        }

        @Override
        public String detail() {
            return "The machine lives elsewhere now.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("action", "quiesce");
        }
    }

    /** The box is the right one, but its check is not passed yet, or it is being given back. */
    record NotServing() implements BackupRefusal {
        @Override
        public String code() {
            return "not_serving";
        }

        @Override
        public String detail() {
            return "This box does not serve its machine now. Ask again in a moment.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("retry_after_s", 2);
        }
    }

    record CommitConflict(@Nullable CommitRef tip) implements BackupRefusal {
        @Override
        public String code() {
            return "commit_conflict";
        }

        @Override
        public String detail() {
            return "This commit does not follow the newest one.";
        }

        @Override
        public Map<String, Object> extras() {
            return tip == null
                    ? Map.of()
                    : Map.of("tip", Map.of("epoch", tip.epoch(), "seq", tip.seq(), "sha256", tip.sha256()));
        }
    }

    /** @param name as it was asked for */
    record InvalidName(String name) implements BackupRefusal {
        @Override
        public String code() {
            return "invalid_name";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public String detail() {
            return "This object cannot be written or read here.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("name", name);
        }
    }

    record ObjectUnknown() implements BackupRefusal {
        @Override
        public String code() {
            return "object_unknown";
        }

        @Override
        public String detail() {
            return "The commit names an object whose upload was never announced.";
        }
    }

    record OrderClosed() implements BackupRefusal {
        @Override
        public String code() {
            return "order_closed";
        }

        @Override
        public String detail() {
            return "Nobody waits for this snapshot any more. Register the commit without it.";
        }
    }

    record LimitReached(long limitBytes, long storedBytes) implements BackupRefusal {
        @Override
        public String code() {
            return "backup_limit_reached";
        }

        @Override
        public String detail() {
            return "The backups of this machine have reached their limit. Exclude folders or delete old versions.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("limit_bytes", limitBytes, "stored_bytes", storedBytes);
        }
    }

    record IsLatest() implements BackupRefusal {
        @Override
        public String code() {
            return "is_latest";
        }

        @Override
        public String detail() {
            return "This is the newest version of the machine's files; it stays as long as the machine does.";
        }
    }

    record InvalidState(String state, String detail) implements BackupRefusal {
        @Override
        public String code() {
            return "invalid_state";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("state", state);
        }
    }

    record RestoreDoesNotFit(long bytes, long diskBytes) implements BackupRefusal {
        @Override
        public String code() {
            return "restore_does_not_fit";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public String detail() {
            return "What is to be restored is larger than the machine's disk.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of("bytes", bytes, "disk_bytes", diskBytes);
        }
    }

    record Erased() implements BackupRefusal {
        @Override
        public String code() {
            return "backups_erased";
        }

        @Override
        public String detail() {
            return "The files of this machine were erased for good.";
        }
    }

    record ConfirmationWrong() implements BackupRefusal {
        @Override
        public String code() {
            return "confirmation_wrong";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public String detail() {
            return "To erase the files for good, repeat the machine's name in \"confirm\".";
        }
    }
}
