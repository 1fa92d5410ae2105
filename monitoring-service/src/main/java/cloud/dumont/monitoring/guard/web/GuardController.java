package cloud.dumont.monitoring.guard.web;

import cloud.dumont.monitoring.guard.GuardZones;
import cloud.dumont.monitoring.guard.StoredZone;
import cloud.dumont.monitoring.guard.Zone;
import cloud.dumont.monitoring.guard.ZoneGuard;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The operator's switch. */
@RestController
class GuardController {
    private static final int LONGEST_NAME = 100;
    private final GuardZones zones;
    private final InstantSource clock;

    GuardController(GuardZones zones, InstantSource clock) {
        this.zones = zones;
        this.clock = clock;
    }

    /** @param operator who froze or thawed it; null: nobody, the numbers did */
    record ZoneView(
            String zone,
            String mode,
            int suspects,
            int members,
            Instant since,
            String reason,
            @Nullable String operator) {}

    record GuardView(List<ZoneView> zones) {}

    record Order(@Nullable String mode, @Nullable String operator) {}

    /** Zones that were never doubted are not listed: they are normal. */
    @GetMapping("/internal/guard")
    GuardView get() {
        return new GuardView(zones.all().stream().map(GuardController::view).toList());
    }

    /** Mode {@code frozen}: nothing is decided in the zone; {@code normal}: its numbers count again from now on. */
    @PutMapping("/internal/guard/{*zone}")
    ZoneView put(@PathVariable String zone, @RequestBody Order order) {
        Zone named =
                Zone.parse(zone.substring(1)).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        String mode = order.mode();
        if (mode == null || !(mode.equals("frozen") || mode.equals("normal"))) {
            throw invalid("/mode", "frozen or normal");
        }
        String operator = order.operator();
        if (operator == null || operator.isBlank() || operator.length() > LONGEST_NAME) {
            throw invalid("/operator", "Who says so? At most 100 characters.");
        }
        return view(zones.set(named, mode.equals("frozen"), operator, clock.instant()));
    }

    private static RefusedException invalid(String pointer, String detail) {
        return new RefusedException(new CommonRefusal.ValidationFailed(pointer, "invalid", detail));
    }

    private static ZoneView view(StoredZone stored) {
        return new ZoneView(
                stored.zone().text(),
                stored.guard().mode(),
                stored.reading().suspects(),
                stored.reading().members(),
                stored.guard().since(),
                stored.reason(),
                switch (stored.guard()) {
                    case ZoneGuard.Normal normal -> normal.operator();
                    case ZoneGuard.Frozen frozen -> frozen.operator();
                    case ZoneGuard.Partial partial -> null;
                    case ZoneGuard.Full full -> null;
                });
    }
}
