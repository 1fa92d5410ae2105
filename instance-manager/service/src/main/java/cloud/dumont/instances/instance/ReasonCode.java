package cloud.dumont.instances.instance;

import cloud.dumont.events.Actor;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Every reason a state can have, with its sentence; {@code {word}} stands for a parameter. */
public enum ReasonCode {
    REQUESTED("The machine was requested."),
    CHOOSING_OFFER("Choosing the cheapest reliable offer."),
    LAUNCHING("Renting {gpu} from {vendor}, offer {n}."),
    OFFER_REFUSED("{vendor} refused offer {n} ({code}); the next one is tried."),
    ANSWER_LOST("{vendor} did not answer; whether it rented the box is being found out."),
    WAITING_FOR_ADDRESS("{vendor} is starting the box."),
    BOOTING("The box has an address; waiting for its SSH server."),
    ENROLLED("The box reported for duty and is being checked."),
    PREFLIGHT_PASSED("The box is what was sold, and answers."),
    PREFLIGHT_FAILED("The box did not pass its check: {detail} It was given back; you pay nothing for it."),
    NO_CAPACITY("Nothing that fits could be rented: {detail}"),
    INSUFFICIENT_BALANCE("The balance does not cover a start any more."),
    LAUNCH_FAILED("No box came up in time after {tried} offers."),
    BEATS_MISSING("The box has not been heard of since {last_seen}."),
    BEATS_RESUMED("The box is heard of again."),
    STOP_REQUESTED("Stop was requested; the box is being given back."),
    BALANCE_EXHAUSTED("The balance is used up; the box is being given back."),
    FINAL_BACKUP("{what}; the final backup is being made."),
    FINAL_BACKUP_FAILED("The final backup was not finished: {detail} The machine runs on."),
    RELEASED("The box was given back. Nothing is billed."),
    START_REQUESTED("Start was requested."),
    REBOOT_REQUESTED("Reboot was requested."),
    REBOOTED("The box was restarted and answers."),
    REBOOT_FAILED("The vendor did not restart the box: {detail}"),
    DESTROY_REQUESTED("Destroy was requested; the box is being given back."),
    DESTROYED("The machine is gone."),
    VENDOR_STOPPED("{vendor} stopped the box on its own."),
    VENDOR_LOST("{vendor} no longer has the box."),
    BOX_LOST("The box at {vendor} is lost ({cause}); the machine moves to a standby."),
    MOVE_REQUESTED("A move was requested; the machine goes to {where}."),
    TOO_MANY_LOSSES("The box at {vendor} is lost; the machine moved {times} times in a day and stops now."),
    NO_STANDBY("The box at {vendor} is lost, and the machine has no standby.{kept}"),
    STANDBY_TURNED_OFF("The box is lost, and the machine is to have no standby any more."),
    FAILING_OVER_CHOOSING("The machine has no place to go on yet ({detail}); another one is tried."),
    FAILING_OVER_BUYING("Another GPU is being rented instead of a standby."),
    FAILING_OVER_ACTIVATING("A standby is being started in {zone}."),
    FAILING_OVER_RESTORING("The standby in {zone} runs; the files come back."),
    FAILING_OVER_TO_GPU("Another GPU at {vendor} runs; the files come back."),
    ON_STANDBY("The machine goes on without a GPU; one is being looked for."),
    RETURN_READY("A GPU box is ready; the standby saves its last changes."),
    RETURNING_COPYING("The standby stands still while its last changes are saved."),
    RETURNING_MOVING("The files come back to the GPU box."),
    RETURNED("The machine is on a GPU again."),
    MOVED_TO_GPU("The machine goes on on another GPU.");

    private final String sentence;

    ReasonCode(String sentence) {
        this.sentence = sentence;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Reason reason(Instant now, Actor actor) {
        return reason(now, actor, Map.of());
    }

    public Reason reason(Instant now, Actor actor, Map<String, String> params) {
        String detail = sentence;
        for (Map.Entry<String, String> param : params.entrySet()) {
            detail = detail.replace("{" + param.getKey() + "}", param.getValue());
        }
        return new Reason(word(), params, detail, now, actor);
    }
}
