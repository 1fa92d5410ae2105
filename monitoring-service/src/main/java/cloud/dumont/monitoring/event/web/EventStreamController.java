package cloud.dumont.monitoring.event.web;

import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.event.EventFeed;
import cloud.dumont.monitoring.event.EventFilter;
import cloud.dumont.monitoring.event.EventRefusal;
import cloud.dumont.monitoring.event.Events;
import cloud.dumont.monitoring.event.StreamSlots;
import cloud.dumont.monitoring.machine.Machines;
import cloud.dumont.monitoring.sse.LiveStreams;
import cloud.dumont.monitoring.sse.StreamConfig;
import cloud.dumont.monitoring.sse.Wakeups;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happens, as it happens. */
@RestController
class EventStreamController {
    /** Set by the gateway, which alone can make the internal token that came along: the end of the caller's own login. */
    private static final String SESSION_ENDS = "X-Dumont-Session-Expires";

    private final Events events;
    private final Machines machines;
    private final LiveStreams streams;
    private final StreamSlots slots;
    private final StreamConfig config;
    private final Wakeups wakeups;
    private final InstantSource clock;

    EventStreamController(
            Events events,
            Machines machines,
            LiveStreams streams,
            StreamSlots slots,
            StreamConfig config,
            Wakeups wakeups,
            InstantSource clock) {
        this.events = events;
        this.machines = machines;
        this.streams = streams;
        this.slots = slots;
        this.config = config;
        this.wakeups = wakeups;
        this.clock = clock;
    }

    @GetMapping("/api/v1/events/stream")
    @RequiresScope("events:read")
    void stream(
            Caller caller,
            @RequestParam(required = false) @Nullable String types,
            @RequestParam(required = false) @Nullable InstanceId instance,
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(value = "Last-Event-ID", required = false) @Nullable String last,
            @RequestHeader(value = SESSION_ENDS, required = false) @Nullable Long sessionEnds,
            HttpServletResponse response) {
        EventFilter filter = EventFilter.of(types, instance);
        if (instance != null) {
            machines.ownedBy(caller.user(), instance);
        }
        String place = last == null || last.isBlank() ? after : last;
        try (StreamSlots.Slot slot = slots.take(caller.user());
                Wakeups.Sleeper sleeper = wakeups.sleeper(Events.key(caller.user()))) {
            if (slot == null) {
                throw new RefusedException(new EventRefusal.TooManyStreams(config.perUser()));
            }
            EventFeed feed = feed(caller.user(), filter, place);
            streams.serve(response, feed, sleeper, end(sessionEnds), config.ping(), slot::renew);
        }
    }

    private EventFeed feed(UserId user, EventFilter filter, @Nullable String place) {
        if (place == null || place.isBlank()) {
            return EventFeed.fromNow(events, user, filter);
        }
        EventId id = parse(place);
        boolean tooOld = madeAt(id).isBefore(clock.instant().minus(config.resumeWindow()));
        return tooOld || !events.has(user, id)
                ? EventFeed.afterReset(events, user, filter)
                : EventFeed.after(events, user, filter, id);
    }

    private static EventId parse(String place) {
        try {
            return EventId.parse(place);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    "?after", "invalid", "The place to resume after is the id of an event."));
        }
    }

    /** An id begins with the milliseconds since 1970. */
    private static Instant madeAt(EventId id) {
        return Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> 16);
    }

    private Instant end(@Nullable Long sessionEnds) {
        return sessionEnds == null ? clock.instant().plus(config.longest()) : Instant.ofEpochSecond(sessionEnds);
    }
}
