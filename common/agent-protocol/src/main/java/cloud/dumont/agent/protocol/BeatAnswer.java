package cloud.dumont.agent.protocol;

import java.time.Instant;
import java.util.List;

/** @param commands newer than the beat's {@code lastCommand}, in order @param nextSeconds when to beat again */
public record BeatAnswer(Instant platformTime, List<Command> commands, int nextSeconds) {}
