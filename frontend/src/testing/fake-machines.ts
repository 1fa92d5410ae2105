import type { Action, Attempt, Instance, InstanceBackup, InstanceRequest, InstanceStatus, Offer, PlatformEvent } from "@/api/types.ts";
import type { FakeMoney } from "./fake-money.ts";
import { aBackupReading, aReason, anAttempt, anEvent, anInstance, aStandby, iso, someMetrics } from "./samples.ts";

interface Step {
  readonly status: InstanceStatus;
  readonly reason: string;
  readonly detail: string;
}

const RISE: Step[] = [
  { status: "launching", reason: "launching", detail: "The vendor took the order." },
  { status: "booting", reason: "booting", detail: "The box answers." },
  { status: "booting", reason: "enrolled", detail: "The agent reported in." },
  { status: "running", reason: "preflight_passed", detail: "GPU and disk are as offered." },
];
const PLANS: Record<string, Step[]> = {
  "instance.create": RISE,
  "instance.start": RISE,
  "instance.reboot": RISE.slice(1),
  "instance.stop": [{ status: "stopping", reason: "final_backup", detail: "The final backup is being made." }, { status: "stopped", reason: "released", detail: "The GPU was given back." }],
  "instance.destroy": [{ status: "destroyed", reason: "destroyed", detail: "Nothing is left at the vendor." }],
};

/** Machines that live through their states one step at a time, when told to. */
export class FakeMachines {
  readonly list: Instance[] = [];
  readonly actions = new Map<string, Action>();
  readonly attempts = new Map<string, Attempt[]>();
  /** What cannot be saved in time: the next stop with a final backup fails. */
  failFinal: string | null = null;
  /** Told when a machine is up again, and before its box goes. */
  onUp: (machine: Instance) => void = () => undefined;
  onFinal: (machine: Instance) => void = () => undefined;
  private readonly plans = new Map<string, Step[]>();
  private made = 0;
  private lossAccepted = false;
  private acted = 0;
  private told = 0;

  constructor(
    private readonly now: () => number,
    private readonly money: FakeMoney,
    private readonly emit: (event: PlatformEvent) => void,
  ) {}

  find(id: string): Instance | undefined {
    return this.list.find((machine) => machine.id === id);
  }

  metrics(id: string) {
    const machine = this.find(id);
    return machine?.status === "running" ? someMetrics({ at: iso(this.now() - 3_000) }) : { at: null };
  }

  create(order: InstanceRequest, offer: Offer): Instance {
    this.made += 1;
    const id = `ins_01jd${this.made.toString().padStart(22, "0")}`;
    const machine = anInstance({
      id,
      name: order.name ?? `quiet-heron-${this.made}`,
      status: "requested",
      reason: aReason("requested", "The order is noted.", this.now()),
      gpu: offer.gpu,
      image: order.image ?? "nvidia/cuda:12.6.3-devel-ubuntu24.04",
      disk_gb: order.disk_gb ?? 40,
      price_per_hour: offer.price_per_hour,
      billed_now: false,
      serving: null,
      health: null,
      standby: aStandby(order.standby),
      backup: aBackupReading({ state: order.backup?.enabled === false ? "off" : "none", last_at: null, age_s: null, seq: null, files: null, bytes: null, stored_bytes: null, verified_at: null, verified_state: null, policy: { ...aBackupReading().policy, ...order.backup } }),
      allowed_commands: ["destroy"],
      created_at: iso(this.now()),
      status_since: iso(this.now()),
    });
    this.list.unshift(machine);
    this.attempts.set(id, [anAttempt(1, { offer: { id: offer.id, vendor: offer.vendor, gpu: offer.gpu.name }, started_at: iso(this.now()) })]);
    this.begin(machine, "instance.create");
    this.tell(machine, "instance.created", "The machine was requested");
    return machine;
  }

  command(id: string, command: "start" | "stop" | "reboot" | "destroy", options: { final?: boolean; acceptLoss?: boolean } = {}): Instance | null {
    const machine = this.find(id);
    if (!machine) return null;
    const status = { start: "requested", stop: "stopping", reboot: "booting", destroy: "destroying" } as const;
    this.begin(machine, `instance.${command}`);
    if (command === "stop" && options.final !== true) this.plans.get(id)?.shift();
    this.lossAccepted = options.acceptLoss === true;
    if (command !== "start" && command !== "reboot") this.money.stop(machine);
    const billed = command === "reboot" && machine.billed_now;
    return this.set(id, { status: status[command], reason: aReason(`${command}_requested`, null, this.now()), billed_now: billed, allowed_commands: command === "destroy" ? [] : ["destroy"] });
  }

  /** One step of what the machine is going through; false when nothing is left to do. */
  step(id: string): boolean {
    const machine = this.find(id);
    const next = this.plans.get(id)?.shift();
    if (!machine || !next) return false;
    if (next.reason === "final_backup") {
      if (this.failFinal !== null && !this.lossAccepted) return this.refuseStop(machine, this.failFinal);
      this.onFinal(machine);
    }
    const left = this.plans.get(id)?.length ?? 0;
    const settled = left === 0;
    this.progress(machine, next, settled);
    this.set(id, {
      status: next.status,
      reason: aReason(next.reason, next.detail, this.now()),
      current_action: settled ? null : machine.current_action,
      billed_now: next.status === "running",
      serving: next.status === "stopped" || next.status === "destroyed" ? null : anInstance().serving,
      health: next.status === "running" ? { phase: "healthy", last_seen_at: iso(this.now()) } : null,
      allowed_commands: commandsAt(next.status),
      ...(machine.backup ? { backup: { ...machine.backup, ...restingAt(next.status, machine.backup) } } : {}),
    });
    const after = this.find(id);
    if (after?.status === "running" && settled) this.onUp(after);
    return !settled;
  }

  /** The final backup could not finish: the machine runs on, and the action says what is unsaved. */
  private refuseStop(machine: Instance, detail: string): boolean {
    const action = this.actions.get(machine.current_action ?? "");
    if (action) Object.assign(action, { status: "failed", error: { code: "final_backup_failed", detail }, finished_at: iso(this.now()) });
    this.failFinal = null;
    this.plans.set(machine.id, []);
    this.set(machine.id, { status: "running", reason: aReason("preflight_passed", null, this.now()), current_action: null, billed_now: true, allowed_commands: commandsAt("running") });
    return false;
  }

  /** Changes what is shown of a machine without a new state, and without a word on the stream. */
  alter(id: string, change: Partial<Instance>): Instance {
    const index = this.list.findIndex((machine) => machine.id === id);
    const before = this.list[index];
    if (!before) throw new Error(`no machine ${id}`);
    const after = { ...before, ...change };
    this.list[index] = after;
    return after;
  }

  newAction(type: string, resource: string): Action {
    this.acted += 1;
    const id = `act_01jd${this.acted.toString().padStart(22, "0")}`;
    const action: Action = { id, type, status: "running", progress: 0, step: "accepted", error: null, resource, result: null, started_at: iso(this.now()), finished_at: null };
    this.actions.set(id, action);
    return action;
  }

  /** Changes a machine and tells the stream, as a service would. */
  set(id: string, change: Partial<Instance>, type?: string): Instance {
    const index = this.list.findIndex((machine) => machine.id === id);
    const before = this.list[index];
    if (!before) throw new Error(`no machine ${id}`);
    const after: Instance = { ...before, ...change, status_since: iso(this.now()) };
    this.list[index] = after;
    if (!after.billed_now || after.serving?.kind !== before.serving?.kind) this.money.stop(after);
    if (after.billed_now) this.money.start(after);
    this.tell(after, type ?? `instance.${after.status}`, after.reason.detail ?? after.reason.code);
    return after;
  }

  private begin(machine: Instance, type: string): void {
    this.plans.set(machine.id, [...(PLANS[type] ?? [])]);
    machine.current_action = this.newAction(type, machine.id).id;
  }

  private progress(machine: Instance, step: Step, settled: boolean): void {
    const action = this.actions.get(machine.current_action ?? "");
    if (!action) return;
    action.step = step.reason;
    action.progress = settled ? 100 : Math.min(90, action.progress + 30);
    action.status = settled ? "succeeded" : "running";
    action.finished_at = settled ? iso(this.now()) : null;
  }

  private tell(machine: Instance, type: string, message: string): void {
    this.told += 1;
    this.emit(anEvent(this.told, { type, instance: machine.id, message, at: iso(this.now()) }));
  }
}

function restingAt(status: InstanceStatus, backup: InstanceBackup): Partial<InstanceBackup> {
  if (!backup.policy.enabled) return { state: "off" };
  if (status === "running") return { state: "idle" };
  if (status === "stopped") return { state: "stopped", unprotected_age_s: 0, backlog_bytes: 0 };
  return {};
}

export function commandsAt(status: InstanceStatus): string[] {
  if (status === "running") return ["stop", "reboot", "failover", "drill", "destroy"];
  if (status === "on_standby") return ["stop", "return", "destroy"];
  if (status === "stopped") return ["start", "destroy"];
  return status === "destroyed" ? [] : ["destroy"];
}
