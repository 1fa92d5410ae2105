package cloud.dumont.agent.beat;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceTest {
    @TempDir
    Path folder;

    @Test
    void noNumberIsUsedTwiceOverRestarts() throws IOException {
        StateFiles state = StateFiles.in(folder);
        Sequence first = new Sequence(state);
        assertThat(first.next()).isEqualTo(1);
        assertThat(first.next()).isEqualTo(2);

        assertThat(new Sequence(state).next()).isEqualTo(3);
    }

    @Test
    void aLostFileIsMadeGoodByThePlatformsWord() throws IOException {
        StateFiles state = StateFiles.in(folder);
        state.write("seq", "garbage");
        Sequence sequence = new Sequence(state);
        sequence.next();

        sequence.goOnAfter(40);

        assertThat(sequence.next()).isEqualTo(41);
        assertThat(new Sequence(state).next()).isEqualTo(42);
    }

    @Test
    void aNumberThatCannotBeWrittenDownIsUsedAllTheSame() throws IOException {
        StateFiles state = StateFiles.in(folder);
        Sequence sequence = new Sequence(state);
        assertThat(sequence.next()).isEqualTo(1);
        Files.delete(folder.resolve("seq"));
        Files.createDirectories(folder.resolve("seq/in the way"));

        assertThat(sequence.next()).isEqualTo(2);
        assertThat(sequence.next()).isEqualTo(3);
    }
}
