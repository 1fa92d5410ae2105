package cloud.dumont.instances.instance;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.events.Actor;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.Region;
import cloud.dumont.provider.RentedBox.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Walks every state × every command and compares with the table in {@code docs/instance-life.md}. */
class InstanceLifeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T16:00:00Z");
    private static final Reason WHY = ReasonCode.REQUESTED.reason(NOW, Actor.system("test"));
    private static final LaunchCycle CYCLE = LaunchCycle.start(NOW);
    private static final PlacementId PLACE = new PlacementId(new UUID(1, 2));
    private static final Serving SERVING = new Serving(
            PLACE,
            "gpu",
            "vastai",
            new Region("CA"),
            "container",
            new Endpoint("203.0.113.4", 40122),
            "root",
            Map.of(22, new Endpoint("203.0.113.4", 40122)),
            HourlyPrice.parse("0.2"),
            NOW);

    private static final Serving STANDBY = new Serving(
            PLACE,
            "standby",
            "gcp",
            new Region("us-central1-a"),
            "vm",
            new Endpoint("203.0.113.5", 22),
            "root",
            Map.of(22, new Endpoint("203.0.113.5", 22)),
            HourlyPrice.parse("0.15"),
            NOW);

    private static final FinalBackup FINAL =
            new FinalBackup("bor_x", FinalBackup.Then.DESTROY, EndReason.DESTROYED, WHY, null, NOW, true, 7, null);

    private static final FinalBackup MOVE = FinalBackup.beforeMove("bor_x", Target.Kind.GPU, WHY, NOW, NOW);

    private static final Map<Status, InstanceState> STATES = new EnumMap<>(Status.class);

    static {
        for (InstanceState state : List.of(
                new InstanceState.Requested(WHY, CYCLE),
                new InstanceState.Launching(WHY, CYCLE.withoutHost("h").withoutVendor("v"), PLACE),
                new InstanceState.Booting(WHY, CYCLE, PLACE),
                new InstanceState.Running(WHY, SERVING, new Reboot(NOW, null)),
                new InstanceState.Suspect(WHY, SERVING, null),
                new InstanceState.FailingOver(
                        WHY,
                        Journey.begin(NOW)
                                .choose(new Target(Target.Kind.STANDBY, PLACE, new Epoch(4), "us-central1-a"), NOW)),
                new InstanceState.OnStandby(WHY, STANDBY, null, ReturnJourney.begin(NOW)),
                new InstanceState.OnStandby(
                        WHY, STANDBY, null, ReturnJourney.begin(NOW).found(CYCLE)),
                new InstanceState.Stopping(WHY),
                new InstanceState.Stopped(WHY),
                new InstanceState.Failed(WHY),
                new InstanceState.Destroying(WHY),
                new InstanceState.Destroyed(WHY))) {
            STATES.put(state.status(), state);
        }
    }

    /** Every transition there is, by the name it has in the document; null: this state does not have it. */
    private static final Map<String, Function<InstanceState, @Nullable InstanceState>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("launch", s -> s instanceof InstanceState.Launchable l ? l.launch(WHY, CYCLE) : null);
        COMMANDS.put("rented", s -> s instanceof InstanceState.Launching l ? l.rented(PLACE, WHY) : null);
        COMMANDS.put("give up", s -> s instanceof InstanceState.Launching l ? l.giveUp(WHY) : null);
        COMMANDS.put("refuse box", s -> s instanceof InstanceState.Booting b ? b.refuse(WHY, CYCLE) : null);
        COMMANDS.put("pass", s -> s instanceof InstanceState.Booting b ? b.pass(WHY, SERVING) : null);
        COMMANDS.put(
                "suspect",
                s -> s instanceof InstanceState.Running r
                        ? r.suspect(WHY)
                        : s instanceof InstanceState.OnStandby x ? x.suspect(WHY) : null);
        COMMANDS.put("clear", s -> s instanceof InstanceState.Suspect x ? x.clear(WHY) : null);
        COMMANDS.put("lost", s -> s instanceof InstanceState.Served x ? x.failOver(WHY, Journey.Wish.SOONEST) : null);
        COMMANDS.put("arrive", s -> s instanceof InstanceState.FailingOver x ? x.arrive(WHY, STANDBY) : null);
        COMMANDS.put("save", s -> s instanceof InstanceState.Served x ? x.save(WHY, FINAL) : null);
        COMMANDS.put("stop", s -> s instanceof InstanceState.Stoppable x ? x.stop(WHY) : null);
        COMMANDS.put("released", s -> s instanceof InstanceState.Stopping x ? x.release(WHY) : null);
        COMMANDS.put("start", s -> s instanceof InstanceState.Startable x ? x.start(WHY, CYCLE) : null);
        COMMANDS.put("reboot", s -> s instanceof InstanceState.Restartable x ? x.reboot(WHY, null) : null);
        COMMANDS.put(
                "failover",
                s -> Command.FAILOVER.isAllowedIn(s) && s instanceof InstanceState.Served x ? x.save(WHY, MOVE) : null);
        COMMANDS.put(
                "return",
                s -> s instanceof InstanceState.OnStandby x && Command.RETURN.isAllowedIn(x) ? x.hurry() : null);
        COMMANDS.put("destroy", s -> s instanceof InstanceState.Destroyable x ? x.destroy(WHY) : null);
        COMMANDS.put("gone", s -> s instanceof InstanceState.Destroying x ? x.gone(WHY) : null);
    }

    @TestFactory
    Stream<DynamicTest> everyStateTimesEveryCommandIsAsDocumented() throws IOException {
        Map<String, Map<String, String>> table = documented();
        assertThat(table.keySet())
                .containsExactly(STATES.keySet().stream().map(Status::word).toArray(String[]::new));
        assertThat(table.get("requested").keySet()).containsExactlyElementsOf(COMMANDS.keySet());
        return STATES.entrySet().stream()
                .flatMap(state -> COMMANDS.entrySet().stream()
                        .map(command ->
                                DynamicTest.dynamicTest(state.getKey().word() + " × " + command.getKey(), () -> {
                                    InstanceState next = command.getValue().apply(state.getValue());
                                    assertThat(
                                                    next == null
                                                            ? "–"
                                                            : next.status().word())
                                            .isEqualTo(table.get(state.getKey().word())
                                                    .get(command.getKey()));
                                })));
    }

    @Test
    void whatTheApiOffersIsWhatTheTableAllows() throws IOException {
        Map<String, Map<String, String>> table = documented();
        STATES.forEach((status, state) -> {
            Set<String> documented = Set.copyOf(Arrays.stream(Command.values())
                    .map(Command::word)
                    .filter(word -> !word.equals(Command.DRILL.word()))
                    .filter(word -> !table.get(status.word()).get(word).equals("–"))
                    .toList());
            assertThat(Command.allowedIn(state).stream()
                            .filter(command -> command != Command.DRILL)
                            .map(Command::word))
                    .containsExactlyInAnyOrderElementsOf(documented);
            assertThat(Command.DRILL.isAllowedIn(state))
                    .as("it leads nowhere, so it has no column")
                    .isEqualTo(status == Status.RUNNING);
        });
    }

    @Test
    void everyStateComesBackFromItsColumnAsItWent() {
        STATES.forEach((status, state) ->
                assertThat(StateJson.readState(status, StateJson.write(state))).isEqualTo(state));
    }

    @Test
    void everyStepOfAReturnComesBackFromItsColumnAsItWent() {
        ReturnJourney.Ready ready = new ReturnJourney.Starting(1, CYCLE, PLACE).passed(new Epoch(5), NOW);
        for (ReturnJourney step : List.of(
                new ReturnJourney.Buying(2, CYCLE, null),
                new ReturnJourney.Starting(1, CYCLE, PLACE),
                ready,
                ready.freeze("bor_x", NOW))) {
            InstanceState.OnStandby state = new InstanceState.OnStandby(WHY, STANDBY, FINAL, step);
            assertThat(StateJson.readState(state.status(), StateJson.write(state)))
                    .isEqualTo(state);
            assertThat(state.status()).isEqualTo(Status.RETURNING);
        }
        InstanceState.FailingOver moving = new InstanceState.OnStandby(WHY, STANDBY, null, ready)
                .leaveFor(new Target(Target.Kind.RETURN, PLACE, new Epoch(5), "host"), WHY);
        assertThat(moving.status()).isEqualTo(Status.RETURNING);
        assertThat(StateJson.readState(Status.RETURNING, StateJson.write(moving)))
                .isEqualTo(moving);
        assertThat(moving.arrive(WHY, SERVING)).isInstanceOf(InstanceState.Running.class);
    }

    @Test
    void everyStepToAGpuDirectlyComesBackFromItsColumnAsItWent() {
        Journey.Choosing choosing = Journey.begin(NOW, Journey.Wish.GPU);
        Journey.Buying buying = choosing.buy(CYCLE, NOW);
        Journey.Starting starting = buying.with(CYCLE, PLACE).rented(PLACE);
        Journey.Restoring restoring = starting.passed(new Target(Target.Kind.GPU, PLACE, new Epoch(5), "CA"), NOW);
        for (Journey step : List.of(choosing, buying, starting, restoring)) {
            InstanceState.FailingOver state = new InstanceState.FailingOver(WHY, step);
            assertThat(state.status()).isEqualTo(Status.FAILING_OVER);
            assertThat(StateJson.readState(state.status(), StateJson.write(state)))
                    .isEqualTo(state);
        }
        assertThat(starting.late(NOW)).isEqualTo(restoring.late(NOW)).isEqualTo(choosing.withoutGpu());
        assertThat(starting.late(NOW).failed()).containsExactly(Journey.GPU);
    }

    @Test
    void aBoxThatSavesForTheLastTimeCanOnlyBeDestroyedAndKeepsWhatItHasToDo() {
        InstanceState.Suspect leaving =
                new InstanceState.Running(WHY, SERVING, null).save(WHY, FINAL).suspect(WHY);
        assertThat(Command.allowedIn(leaving)).containsExactly(Command.DESTROY);
        assertThat(StateJson.readState(Status.SUSPECT, StateJson.write(leaving)))
                .isEqualTo(leaving);
        assertThat(new InstanceState.OnStandby(WHY, STANDBY, null, ReturnJourney.begin(NOW))
                        .suspect(WHY)
                        .clear(WHY))
                .isInstanceOf(InstanceState.OnStandby.class);
        assertThat(leaving.clear(WHY).moved(SERVING).finalBackup()).isEqualTo(FINAL);
        assertThat(Command.allowedIn(leaving.save(WHY, null))).contains(Command.STOP, Command.REBOOT);
    }

    @Test
    void everyStatusHasAStateAndEverySentenceItsParameters() {
        assertThat(STATES.keySet()).containsExactly(Status.values());
        Reason reason = ReasonCode.LAUNCHING.reason(
                NOW, Actor.system("x"), Map.of("gpu", "RTX 4090", "vendor", "vastai", "n", "2"));
        assertThat(reason.detail()).isEqualTo("Renting RTX 4090 from vastai, offer 2.");
        assertThat(reason.code()).isEqualTo("launching");
    }

    /** The table whose headings are "state" and the transitions. */
    private static Map<String, Map<String, String>> documented() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../../docs/instance-life.md"));
        int head = 0;
        while (!lines.get(head).replace(" ", "").startsWith("|state|launch|")) {
            head++;
        }
        List<String> commands = cells(lines.get(head));
        Map<String, Map<String, String>> table = new LinkedHashMap<>();
        for (int row = head + 2; row < lines.size() && lines.get(row).startsWith("|"); row++) {
            List<String> cells = cells(lines.get(row));
            Map<String, String> line = new LinkedHashMap<>();
            for (int column = 1; column < cells.size(); column++) {
                line.put(commands.get(column), cells.get(column));
            }
            table.put(cells.getFirst(), line);
        }
        return table;
    }

    private static List<String> cells(String line) {
        String inner = line.strip().substring(1, line.strip().length() - 1);
        return Arrays.stream(inner.split("\\|")).map(String::strip).toList();
    }
}
