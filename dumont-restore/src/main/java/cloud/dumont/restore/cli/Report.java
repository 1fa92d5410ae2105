package cloud.dumont.restore.cli;

import cloud.dumont.restore.archive.ArchiveReport;
import cloud.dumont.restore.archive.LostContent;
import cloud.dumont.restore.archive.Skipped;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.place.RestoreReport;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.LostPage;
import cloud.dumont.restore.verify.LostFile;
import cloud.dumont.restore.verify.VerifyReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Tells a person what became of a command, on standard error, and remembers whether all was whole. */
final class Report {
    private static final int SHOWN = 20;

    private final PrintStream err;
    private boolean damaged;

    Report(PrintStream err) {
        this.err = err;
    }

    void line(String text) {
        err.println(text);
    }

    void damaged(boolean also) {
        damaged |= also;
    }

    ExitCode exit() {
        return ExitCode.of(!damaged);
    }

    void damage(List<Damage> found) {
        found.forEach(damage -> err.println("Damaged: " + damage));
    }

    void restored(RestoreReport done, Path target) {
        err.println("Restored " + done.entries() + " entries, " + Shown.bytes(done.bytes()) + ", to " + target + ".");
        if (done.sockets() > 0) {
            err.println(done.sockets() + " sockets were left out: they live only as long as their program.");
        }
        lost(done.lost());
        common(done.missing(), done.lostPages());
        for (Skipped skipped : done.skipped()) {
            err.println("Left out: " + skipped.path() + ": " + skipped.reason());
        }
        some("Not set: ", done.attributes());
        damaged(!done.whole());
    }

    void archived(ArchiveReport done) {
        err.println("Archived " + done.entries() + " entries, " + Shown.bytes(done.bytes()) + ".");
        lost(done.lost());
        common(done.missing(), done.lostPages());
        some("Left out: ", done.skipped());
        damaged(!done.whole());
    }

    void verified(VerifyReport found) {
        err.println("Read " + found.containersChecked() + " of " + found.containers() + " objects ("
                + Shown.bytes(found.bytesRead()) + ") and checked " + found.chunksChecked() + " chunks.");
        damage(found.damage());
        for (LostFile file : found.lostFiles()) {
            err.println("Lost: " + file.path() + " (" + file.damage().object() + ")"
                    + (file.onlyNewest() ? "; its last whole content is there" : ""));
        }
        common(List.of(), found.lostPages());
        err.println(found.whole() ? "All of it is whole." : "Everything else that was read is whole.");
        damaged(!found.whole());
    }

    private void lost(List<LostContent> lost) {
        for (LostContent file : lost) {
            err.println("Lost: " + file.path() + " (" + file.damage() + ")"
                    + (file.zeroFilled()
                            ? "; it is there with zeros in place of the lost bytes"
                            : "; it was left out"));
        }
    }

    private void common(List<RawPath> missing, List<LostPage> pages) {
        missing.forEach(path -> err.println("Not in this version: " + path));
        for (LostPage page : pages) {
            err.println("Lost: a part of the list of files, behind \"" + page.after() + "\" (" + page.damage() + ")");
        }
    }

    private void some(String what, List<Skipped> skipped) {
        skipped.stream().limit(SHOWN).forEach(one -> err.println(what + one.path() + ": " + one.reason()));
        if (skipped.size() > SHOWN) {
            err.println(what + (skipped.size() - SHOWN) + " more");
        }
    }
}
