package cloud.dumont.agent.beat;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;

/** Numbers of beats: each is written down before it is used, so that none is used twice. */
public final class Sequence {
    private static final String FILE = "seq";
    private final StateFiles state;
    private long last;

    public Sequence(StateFiles state) throws IOException {
        this.state = state;
        this.last = state.read(FILE)
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .orElse(0L);
    }

    public long next() throws IOException {
        state.write(FILE, Long.toString(last + 1));
        last++;
        return last;
    }

    /** The platform has heard this number already, e.g. because the file was lost. */
    public void goOnAfter(long heard) {
        last = Math.max(last, heard);
    }
}
