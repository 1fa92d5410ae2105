package cloud.dumont.agent.beat;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;

/**
 * Numbers of beats: each is written down before it is used, so that none is used twice. On a full disk they go on all the same,
 * since a box whose user filled the disk lives: the platform tells the next agent how far they came.
 */
public final class Sequence {
    private static final System.Logger log = System.getLogger(Sequence.class.getName());
    private static final String FILE = "seq";
    private final StateFiles state;
    private long last;
    private boolean isKept = true;

    public Sequence(StateFiles state) throws IOException {
        this.state = state;
        this.last = state.read(FILE)
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .orElse(0L);
    }

    public long next() {
        last++;
        try {
            state.write(FILE, Long.toString(last));
            isKept = true;
        } catch (IOException e) {
            if (isKept) {
                log.log(System.Logger.Level.WARNING, "numbers of beats are kept in memory only: {0}", e.getMessage());
            }
            isKept = false;
        }
        return last;
    }

    /** The platform has heard this number already, e.g. because the file was lost. */
    public void goOnAfter(long heard) {
        last = Math.max(last, heard);
    }
}
