package cloud.dumont.restore.archive;

import cloud.dumont.restore.tree.LostPage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last member of an archive that is not whole: who unpacks it later has nothing else that says so. */
final class LossNote {
    static final String NAME = "dumont-damaged-files.txt";
    private static final int MODE = 0644;

    private LossNote() {}

    /** Header, text and padding. */
    static byte[] member(ArchiveReport report) {
        byte[] text = text(report).getBytes(StandardCharsets.UTF_8);
        byte[] header = new TarHeader('0')
                .name(NAME.getBytes(StandardCharsets.US_ASCII))
                .mode(MODE)
                .size(text.length)
                .bytes();
        byte[] all = Arrays.copyOf(header, header.length + TarHeader.padded(text.length));
        System.arraycopy(text, 0, all, header.length, text.length);
        return all;
    }

    private static String text(ArchiveReport report) {
        StringBuilder text = new StringBuilder("This archive is not whole: the backup is damaged in the store.\n\n");
        for (LostContent lost : report.lost()) {
            text.append(lost.zeroFilled() ? "has zeros instead of what is lost: /" : "is left out: /")
                    .append(lost.path())
                    .append('\n');
        }
        for (LostPage page : report.lostPages()) {
            text.append("an unknown number of names is left out after: /")
                    .append(page.after())
                    .append('\n');
        }
        return text.toString();
    }
}
