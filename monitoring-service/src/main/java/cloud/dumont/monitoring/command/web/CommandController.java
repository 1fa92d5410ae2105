package cloud.dumont.monitoring.command.web;

import cloud.dumont.agent.protocol.Acks;
import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.Command;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.agent.AgentBody;
import cloud.dumont.monitoring.agent.AgentCaller;
import cloud.dumont.monitoring.command.Commands;
import cloud.dumont.monitoring.command.Lines;
import cloud.dumont.monitoring.sse.Feed;
import cloud.dumont.monitoring.sse.LiveStreams;
import cloud.dumont.monitoring.sse.SseEvent;
import cloud.dumont.monitoring.sse.StreamConfig;
import cloud.dumont.monitoring.sse.Wakeups;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The line on which commands go out and answers come back. */
@RestController
class CommandController {
    private final Commands commands;
    private final LiveStreams streams;
    private final Wakeups wakeups;
    private final Lines lines;
    private final StreamConfig config;
    private final InstantSource clock;

    CommandController(
            Commands commands,
            LiveStreams streams,
            Wakeups wakeups,
            Lines lines,
            StreamConfig config,
            InstantSource clock) {
        this.commands = commands;
        this.streams = streams;
        this.wakeups = wakeups;
        this.lines = lines;
        this.config = config;
        this.clock = clock;
    }

    /** Ends with the token; the agent comes back with a new one. */
    @GetMapping(AgentPaths.STREAM)
    void stream(
            AgentCaller agent,
            @RequestHeader(value = "Last-Event-ID", required = false) @Nullable Long last,
            HttpServletResponse response) {
        Lines.Line line = lines.opened(agent.placement(), clock.instant());
        try (Wakeups.Sleeper sleeper = wakeups.sleeper(Commands.key(agent.placement()))) {
            LiveStreams.End end = streams.serve(
                    response,
                    feed(agent.placement(), last == null ? 0 : last),
                    sleeper,
                    agent.tokenEnds(),
                    config.agentPing(),
                    () -> {});
            switch (end) {
                case BROKEN_OFF -> lines.brokeOff(line, clock.instant());
                case EXPIRED, STOPPED -> {}
            }
        } finally {
            lines.ended(line);
        }
    }

    private Feed feed(PlacementId placement, long from) {
        AtomicLong sent = new AtomicLong(from);
        return () -> {
            List<Command> news = commands.after(placement, sent.get());
            if (!news.isEmpty()) {
                sent.set(news.getLast().id());
            }
            return news.stream()
                    .map(command -> new SseEvent(
                            Long.toString(command.id()),
                            "command",
                            AgentJson.mapper().writeValueAsString(command)))
                    .toList();
        };
    }

    @PostMapping(AgentPaths.ACKS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void acks(AgentCaller agent, @RequestBody byte[] body) {
        Acks acks = AgentBody.read(body, Acks.class, it -> it.acks() != null);
        for (Acks.Ack ack : acks.acks()) {
            commands.settle(agent.placement(), ack, clock.instant());
        }
    }
}
