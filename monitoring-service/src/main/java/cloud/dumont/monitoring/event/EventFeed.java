package cloud.dumont.monitoring.event;

import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.sse.Feed;
import cloud.dumont.monitoring.sse.SseEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user's events after a place, as they come. For one stream, on one thread. */
public final class EventFeed implements Feed {
    private static final int AT_ONCE = 100;
    private static final SseEvent RESET = new SseEvent("reset", "{}");
    private final Events events;
    private final UserId user;
    private final EventFilter filter;
    private @Nullable EventId last;
    private boolean resetOwed;

    private EventFeed(Events events, UserId user, EventFilter filter, @Nullable EventId last, boolean resetOwed) {
        this.events = events;
        this.user = user;
        this.filter = filter;
        this.last = last;
        this.resetOwed = resetOwed;
    }

    public static EventFeed fromNow(Events events, UserId user, EventFilter filter) {
        return new EventFeed(events, user, filter, events.last(user).orElse(null), false);
    }

    public static EventFeed after(Events events, UserId user, EventFilter filter, EventId place) {
        return new EventFeed(events, user, filter, place, false);
    }

    /** The client's place is not known any more: it has to load everything anew, and goes on from now. */
    public static EventFeed afterReset(Events events, UserId user, EventFilter filter) {
        return new EventFeed(events, user, filter, events.last(user).orElse(null), true);
    }

    @Override
    public List<SseEvent> next() {
        List<SseEvent> out = new ArrayList<>();
        if (resetOwed) {
            resetOwed = false;
            out.add(RESET);
        }
        for (StoredEvent event : events.after(user, last, filter, AT_ONCE)) {
            last = event.id();
            out.add(new SseEvent(
                    event.id().text(), event.type(), DumontJson.mapper().writeValueAsString(event)));
        }
        return out;
    }
}
