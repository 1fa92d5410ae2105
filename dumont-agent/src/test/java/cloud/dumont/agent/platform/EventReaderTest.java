package cloud.dumont.agent.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private static EventReader reader(String text) {
        return new EventReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void commentsAndEmptyEventsAreOnlySignsOfLife() throws IOException {
        try (EventReader reader =
                reader(": ping\n\nid: 7\nevent: command\ndata: {\"id\":7}\n\n: ping\n\nevent: x\n\n")) {
            assertThat(reader.next()).isEqualTo(new EventReader.Event("command", "{\"id\":7}"));
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void aBrokenEventAtTheEndIsNoEvent() throws IOException {
        try (EventReader reader = reader("event: command\ndata: {\"id\":")) {
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void linesOfDataAreJoined() throws IOException {
        try (EventReader reader = reader("data: a\r\ndata:b\r\n\r\n")) {
            assertThat(reader.next()).isEqualTo(new EventReader.Event("message", "a\nb"));
        }
    }
}
