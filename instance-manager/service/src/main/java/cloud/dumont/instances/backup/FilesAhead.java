package cloud.dumont.instances.backup;

import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.prepare.Preparations;
import cloud.dumont.instances.backup.prepare.PrepareConfig;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets boxes that wait bring their machine's files into place ahead of time, and tells how far they are. */
@Component
public class FilesAhead {
    private final Preparations preparations;
    private final Backups backups;
    private final PrepareConfig config;

    FilesAhead(Preparations preparations, Backups backups, PrepareConfig config) {
        this.preparations = preparations;
        this.backups = backups;
        this.config = config;
    }

    /** How far a waiting box is. */
    public sealed interface Standing {
        /** @param detail for people */
        record Underway(String detail) implements Standing {}

        /** What is missing is quickly brought. */
        record Enough() implements Standing {}

        record Failed(String detail) implements Standing {}
    }

    /**
     * From now on this box may read the machine's files, until its placement ends or becomes the machine's. May be repeated.
     *
     * @param proof whether one version is enough, and its files are read back from the disk
     */
    public void allow(PlacementId placement, InstanceId instance, Epoch epoch, boolean proof, Instant now) {
        preparations.allow(placement, instance, epoch, proof, now);
    }

    public Optional<FilesInPlace> of(PlacementId placement) {
        return preparations.of(placement);
    }

    /** Whether the box could take over now. */
    public Standing standing(PlacementId placement) {
        FilesInPlace files = preparations.of(placement).orElse(null);
        if (files == null) {
            return new Standing.Underway("It has not been asked to.");
        }
        Backup tip = backups.tip(files.instance()).orElse(null);
        if (tip == null) {
            return new Standing.Enough();
        }
        return switch (files.state()) {
            case WAITING, RUNNING ->
                new Standing.Underway(files.filesDone() + " of " + files.filesTotal() + " files are there.");
            case FAILED -> new Standing.Failed(files.problem() == null ? "Its files do not come." : files.problem());
            case DONE -> isEnough(files, tip) ? new Standing.Enough() : new Standing.Underway("More was saved since.");
        };
    }

    private boolean isEnough(FilesInPlace files, Backup tip) {
        return files.seq() == tip.seq()
                || files.rounds() >= config.rounds()
                || (files.rounds() > 1 && files.lastRound().compareTo(config.shortRound()) <= 0)
                || backups.bytesSince(files.instance(), files.seq()) < config.smallDelta();
    }
}
