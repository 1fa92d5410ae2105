package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.instance.Parting;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.BindParam;

/** How a box shall be given up, as parameters of a request. */
record PartingRequest(
        @BindParam("final_backup") @Nullable Boolean finalBackup,
        @BindParam("deadline_s") @Nullable Integer deadlineS,
        @BindParam("accept_data_loss") @Nullable Boolean acceptDataLoss,
        @BindParam("keep_backups_days") @Nullable Integer keepBackupsDays) {
    private static final int MIN_DEADLINE_S = 10;
    private static final int MAX_DEADLINE_S = 86_400;
    private static final int MAX_DAYS = 90;

    Parting over(Parting usual) {
        return of(usual, finalBackup, deadlineS, acceptDataLoss, keepBackupsDays);
    }

    /** @param usual what applies where nothing is said */
    static Parting of(
            Parting usual,
            @Nullable Boolean finalBackup,
            @Nullable Integer deadlineS,
            @Nullable Boolean acceptDataLoss,
            @Nullable Integer keepDays) {
        if (deadlineS != null && (deadlineS < MIN_DEADLINE_S || deadlineS > MAX_DEADLINE_S)) {
            throw invalid("#/deadline_s", "Between 10 and 86400 seconds.");
        }
        if (keepDays != null && (keepDays < 0 || keepDays > MAX_DAYS)) {
            throw invalid("?keep_backups_days", "Between 0 and 90 days.");
        }
        return new Parting(
                finalBackup == null ? usual.finalBackup() : finalBackup,
                deadlineS == null ? usual.deadline() : Duration.ofSeconds(deadlineS),
                acceptDataLoss == null ? usual.acceptDataLoss() : acceptDataLoss,
                keepDays == null ? usual.keepDays() : keepDays);
    }

    private static RefusedException invalid(String pointer, String detail) {
        return new RefusedException(new CommonRefusal.ValidationFailed(pointer, "out_of_range", detail));
    }
}
