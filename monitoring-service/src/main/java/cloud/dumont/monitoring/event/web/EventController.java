package cloud.dumont.monitoring.event.web;

import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.monitoring.event.EventFilter;
import cloud.dumont.monitoring.event.Events;
import cloud.dumont.monitoring.event.StoredEvent;
import cloud.dumont.monitoring.machine.Machines;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened, newest first. */
@RestController
class EventController {
    private final Events events;
    private final Machines machines;
    private final Cursors cursors;

    EventController(Events events, Machines machines, Cursors cursors) {
        this.events = events;
        this.machines = machines;
        this.cursors = cursors;
    }

    @GetMapping("/api/v1/events")
    @RequiresScope("events:read")
    Page<StoredEvent> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String types,
            @RequestParam(required = false) @Nullable InstanceId instance,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int rows = Limit.of(limit);
        EventFilter filter = EventFilter.of(types, instance);
        if (instance != null) {
            machines.ownedBy(caller.user(), instance);
        }
        String list = "events|" + caller.user().text() + "|" + filter.text();
        return Page.of(
                events.before(caller.user(), place(list, cursor), filter, rows + 1),
                rows,
                Function.identity(),
                last -> cursors.seal(list, List.of(last.id().text())));
    }

    private @Nullable EventId place(String list, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        List<String> position = cursors.open(list, cursor);
        if (position.size() != 1) {
            throw new RefusedException(new CommonRefusal.CursorInvalid());
        }
        return EventId.parse(position.getFirst());
    }
}
