import type { Failover, FailoverTarget, Instance, PlatformEvent, StandbyPatch } from "@/api/types.ts";
import type { Call, FakeApi, Route } from "./fake-api.ts";
import type { FakeBackups } from "./fake-backups.ts";
import { commandsAt, type FakeMachines } from "./fake-machines.ts";
import { aFailover, anEvent, aReason, iso } from "./samples.ts";

interface Move {
  readonly reason: string;
  readonly params?: Record<string, unknown>;
  readonly machine?: (machine: Instance) => Partial<Instance>;
  readonly record?: Partial<Failover> | (() => Partial<Failover>);
  /** What the stream says of it; a step without one is only seen by who asks. */
  readonly says?: readonly string[];
}

const STANDBY_ZONE = "us-east1-b";
const MOST_MOVES = 5;
const DAY_MS = 86_400_000;

/** Machines that leave their box and come back, one step at a time, when told to. */
export class FakeFailovers {
  /** Newest first. */
  readonly list: Failover[] = [];
  private readonly plans = new Map<string, Move[]>();
  private told = 0;

  constructor(
    private readonly now: () => number,
    private readonly machines: FakeMachines,
    private readonly backups: FakeBackups,
    private readonly emit: (event: PlatformEvent) => void,
  ) {}

  of(instance: string): Failover[] {
    return this.list.filter((one) => one.instance === instance);
  }

  /** Its box falls silent: what follows is a plan of steps. */
  lose(id: string): void {
    this.plans.set(id, [{ reason: "beats_missing", machine: () => ({ status: "suspect" }), says: ["instance.suspect"] }, ...this.away(id, "lost", "standby")]);
  }

  /** What cannot be saved in time: the next move stays where it is. */
  failFinal: string | null = null;

  /** `failover` and `return` as the API takes them: the machine with its running action. */
  command(machine: Instance, command: "failover" | "return", target: FailoverTarget, words = ""): Instance {
    const action = this.machines.newAction(`instance.${command}`, machine.id);
    const saving: Move = { reason: "final_backup", params: { what: "A move was requested" } };
    this.plans.set(machine.id, command === "failover" ? [saving, ...this.away(machine.id, "manual", target, words)] : this.back());
    this.machines.alter(machine.id, { current_action: action.id });
    this.step(machine.id);
    if (command === "failover") this.machines.alter(machine.id, { allowed_commands: ["destroy"] });
    return this.machines.find(machine.id) ?? machine;
  }

  /** Its final backup was not finished: it stays where it is. */
  private stay(machine: Instance, detail: string): boolean {
    this.plans.delete(machine.id);
    this.failFinal = null;
    const action = this.machines.actions.get(machine.current_action ?? "");
    if (action) Object.assign(action, { status: "failed", error: { code: "final_backup_failed", detail }, finished_at: this.at() });
    this.machines.set(machine.id, { reason: aReason("final_backup_failed", null, this.now(), { detail }), allowed_commands: commandsAt("running"), current_action: null }, "instance.running");
    return false;
  }

  /** The standby could not be had: the machine stays where it was. */
  abort(id: string, reason: string): void {
    this.plans.delete(id);
    const aborted = this.of(id)[0];
    if (aborted) Object.assign(aborted, { phase: "aborted", aborted_at: iso(this.now()), abort_reason: reason });
    this.machines.set(id, { status: "running", reason: aReason("beats_resumed", null, this.now()), billed_now: true, allowed_commands: commandsAt("running"), current_action: null }, "failover.aborted");
  }

  /** One step of its move; false when nothing is left of it. */
  step(id: string): boolean {
    const plan = this.plans.get(id);
    const next = plan?.shift();
    const machine = this.machines.find(id);
    if (!plan || !next || !machine) return false;
    if (machine.reason.code === "final_backup") {
      if (this.failFinal !== null) return this.stay(machine, this.failFinal);
      this.backups.commit(id, { kind: "final" });
    }
    const record = this.of(id)[0];
    if (record && next.record) Object.assign(record, typeof next.record === "function" ? next.record() : next.record);
    const change = next.machine?.(machine) ?? {};
    const status = change.status ?? machine.status;
    const settled = plan.length === 0;
    this.progress(machine, next.reason, settled);
    const after = { reason: aReason(next.reason, null, this.now(), next.params), allowed_commands: commandsAt(status), ...(settled ? { current_action: null } : {}), ...change };
    const [first, ...more] = next.says ?? [];
    if (first === undefined) this.machines.alter(id, after);
    else this.machines.set(id, after, first);
    for (const type of more) this.tell(id, type);
    return !settled;
  }

  policy(machine: Instance, change: StandbyPatch): Instance {
    if (!machine.standby) return machine;
    return this.machines.alter(machine.id, { standby: { ...machine.standby, ...change }, etag: `v${Number(machine.etag.slice(1)) + 1}` });
  }

  private at(): string {
    return iso(this.now());
  }

  private away(id: string, trigger: Failover["trigger"], target: FailoverTarget, words = ""): Move[] {
    const box = target === "standby" ? { vendor: "gce", zone: STANDBY_ZONE } : { vendor: "vastai", zone: "CA" };
    const begin = (machine: Instance): Partial<Instance> => {
      this.record(id, trigger, machine, words);
      return { status: "failing_over", serving: null, billed_now: false, epoch: machine.epoch + 1 };
    };
    const landed: Move =
      target === "standby"
        ? { reason: "on_standby", machine: (machine) => this.landing(machine, "on_standby", { kind: "standby", vendor: box.vendor, region: box.zone }), record: () => ({ phase: "on_standby", usable_at: this.at(), routed_at: this.at() }), says: ["failover.completed"] }
        : { reason: "returned", machine: (machine) => this.landing(machine, "running", { kind: "gpu", vendor: box.vendor, region: box.zone }), record: () => ({ phase: "returned", usable_at: this.at(), routed_at: this.at(), returned_at: this.at() }), says: ["failover.completed", "failover.returned"] };
    return [
      trigger === "lost"
        ? { reason: "box_lost", params: { vendor: "vastai" }, machine: begin, says: ["instance.lost", "failover.started"] }
        : { reason: "move_requested", machine: begin, says: ["failover.started"] },
      { reason: "failing_over_activating", params: { zone: box.zone }, record: { phase: "activating", target: { kind: target, ...box } } },
      {
        reason: "failing_over_restoring",
        machine: () => {
          if (this.backups.of(id).length > 0) this.backups.restore(id, {});
          return {};
        },
        record: () => ({ phase: "restoring", standby_ready_at: this.at() }),
        says: ["failover.standby_ready"],
      },
      landed,
      ...(target === "standby" ? [{ reason: "searching_gpu", record: () => ({ restored_at: this.at() }) }] : []),
    ];
  }

  private back(): Move[] {
    return [
      { reason: "returning_copying", machine: () => ({ status: "returning" }), record: { phase: "returning" }, says: ["instance.returning"] },
      { reason: "returning_moving" },
      {
        reason: "returned",
        machine: (machine) => ({ ...this.landing(machine, "running", { kind: "gpu", vendor: "vastai", region: "CA" }), epoch: machine.epoch + 1 }),
        record: () => ({ phase: "returned", returned_at: this.at() }),
        says: ["failover.returned"],
      },
    ];
  }

  private landing(machine: Instance, status: "on_standby" | "running", where: { kind: "gpu" | "standby"; vendor: string; region: string }): Partial<Instance> {
    return {
      status,
      billed_now: true,
      serving: { placement: `plc_${machine.epoch}`, started_at: this.at(), ...where },
      health: { phase: "healthy", last_seen_at: this.at() },
      status_since: this.at(),
    };
  }

  private record(id: string, trigger: Failover["trigger"], machine: Instance, words: string): void {
    const newest = this.backups.of(id)[0];
    const seen = this.now();
    const none = { suspected_at: null, fenced_at: this.at(), standby_ready_at: null, usable_at: null, routed_at: null, restored_at: null, returned_at: null, target: null };
    const point = newest ? Date.parse(newest.frozen_at) : null;
    this.list.unshift(
      aFailover(this.list.length + 1, seen, {
        instance: id, from_epoch: machine.epoch, to_epoch: machine.epoch + 1, trigger, phase: "choosing", decided_at: this.at(), ...none,
        evidence: trigger === "manual" ? [{ kind: "requested", at: this.at(), detail: words === "" ? "Its user wants it." : words }] : [],
        ...(trigger === "lost" ? { suspected_at: this.at(), evidence: aFailover(0).evidence.map((one) => ({ ...one, at: this.at() })) } : {}),
        recovery_point: newest?.frozen_at ?? null,
        lost_work_seconds: point === null ? null : Math.max(0, Math.round((seen - point) / 1_000)),
        kept_until: null,
      }),
    );
  }

  private progress(machine: Instance, step: string, settled: boolean): void {
    const action = this.machines.actions.get(machine.current_action ?? "");
    if (action) Object.assign(action, settled ? { step, progress: 100, status: "succeeded", finished_at: this.at() } : { step, progress: Math.min(90, action.progress + 20) });
  }

  private tell(instance: string, type: string): void {
    this.told += 1;
    this.emit(anEvent(800_000 + this.told, { type, instance, message: "", at: this.at() }));
  }
}

export function failoverRoutes(api: FakeApi): Route[] {
  return [
    ["GET", /^\/api\/v1\/instances\/(\w+)\/failovers$/, false, ({ id, url }) => api.page(api.failovers.of(id), url.searchParams)],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/failover$/, false, (call) => move(api, call, "failover")],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/return$/, false, (call) => move(api, call, "return")],
  ];
}

function move(api: FakeApi, { id, body }: Call, command: "failover" | "return"): Response {
  const machine = api.machines.find(id);
  if (!machine) return api.problem(404, "not_found", null);
  if (!machine.allowed_commands.includes(command)) return api.problem(409, command === "return" ? "not_on_standby" : "invalid_state", null);
  if (command === "failover") {
    if (machine.standby?.policy !== "cold" || !api.standbyQuotes) return api.problem(409, "no_standby", null);
    const moves = api.failovers.of(id).filter((one) => api.now() - Date.parse(one.decided_at) < DAY_MS);
    const oldest = moves[MOST_MOVES - 1];
    if (oldest) return api.problem(409, "failover_limit", null, {}, { limit: MOST_MOVES, left: 0, next_at: iso(Date.parse(oldest.decided_at) + DAY_MS) });
  }
  const moved = api.failovers.command(machine, command, body["target"] === "gpu" ? "gpu" : "standby", typeof body["reason"] === "string" ? body["reason"] : "");
  return api.json(api.backups.present(moved), 202);
}
