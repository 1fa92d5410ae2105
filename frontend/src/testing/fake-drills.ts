import type { Action, Drill, Instance } from "@/api/types.ts";
import type { FakeApi, Route } from "./fake-api.ts";
import type { FakeBackups } from "./fake-backups.ts";
import type { FakeMachines } from "./fake-machines.ts";
import { A_DIGEST, aDrill, ANOTHER_DIGEST, iso } from "./samples.ts";

const MOST = 3;
const DAY_MS = 86_400_000;

/** Tests of a failover, one step at a time, when told to. No event tells of them. */
export class FakeDrills {
  /** Newest first. */
  readonly list: Drill[] = [];
  /** Paths that the next one finds to be other than saved. */
  differing: string[] = [];
  private made = 0;

  constructor(
    private readonly now: () => number,
    private readonly machines: FakeMachines,
    private readonly backups: FakeBackups,
  ) {}

  of(instance: string): Drill[] {
    return this.list.filter((one) => one.instance === instance);
  }

  open(instance: string): Drill | undefined {
    return this.of(instance).find((one) => one.ended_at === null);
  }

  /** When one more may be asked for; null: now. */
  nextAt(instance: string): string | null {
    const asked = this.of(instance).filter((one) => one.trigger === "user" && this.now() - Date.parse(one.requested_at) < DAY_MS);
    const last = asked[MOST - 1];
    return last ? iso(Date.parse(last.requested_at) + DAY_MS) : null;
  }

  begin(instance: string, trigger: Drill["trigger"] = "user"): Action {
    this.made += 1;
    const action = this.machines.newAction("instance.drill", instance);
    const none = { zone: null, machine_type: null, ended_at: null, seconds: { boot: null, usable: null, whole: null }, version: null, files: null };
    this.list.unshift(aDrill(this.made, this.now(), { instance, action: action.id, trigger, state: "choosing", ...none }));
    return action;
  }

  /** One step of the machine's drill; false when it is over. */
  step(instance: string): boolean {
    const drill = this.open(instance);
    if (!drill) return false;
    const passed = (this.now() - Date.parse(drill.requested_at)) / 1_000;
    switch (drill.state) {
      case "choosing":
        Object.assign(drill, { state: "starting", zone: "us-east1-b", machine_type: "e2-standard-4" });
        return true;
      case "starting":
        Object.assign(drill, { state: "restoring", seconds: { ...drill.seconds, boot: passed } });
        return true;
      case "restoring":
        this.compare(drill, passed);
        return false;
      case "passed":
      case "failed":
      case "cancelled":
        return false;
    }
  }

  /** It ends before files could be compared. */
  end(instance: string, state: "failed" | "cancelled", detail: string): void {
    const drill = this.open(instance);
    if (!drill) return;
    Object.assign(drill, { state, detail, ended_at: iso(this.now()) });
    this.close(drill, state === "failed" ? "failed" : "cancelled");
  }

  private compare(drill: Drill, passed: number): void {
    const newest = this.backups.of(drill.instance)[0];
    const { differing } = this;
    this.differing = [];
    const same = differing.length === 0;
    Object.assign(drill, {
      state: same ? "passed" : "failed",
      ended_at: iso(this.now()),
      seconds: { ...drill.seconds, usable: passed, whole: passed },
      version: newest ? { seq: newest.seq, frozen_at: newest.frozen_at } : null,
      files: { entries: newest?.files ?? 0, bytes: newest?.bytes_total ?? 0, same, digest_saved: A_DIGEST, digest_found: same ? A_DIGEST : ANOTHER_DIGEST, differing },
      detail: same ? null : `Some files are not what was saved, ${differing[0]} among them.`,
    });
    this.close(drill, same ? "succeeded" : "failed");
  }

  private close(drill: Drill, status: Action["status"]): void {
    const action = this.machines.actions.get(drill.action);
    if (!action) return;
    Object.assign(action, { status, progress: 100, finished_at: drill.ended_at });
    if (status === "succeeded") action.result = { drill: drill.id };
    if (status === "failed") action.error = { code: "drill_failed", detail: drill.detail };
  }
}

export function drillRoutes(api: FakeApi): Route[] {
  return [
    ["GET", /^\/api\/v1\/instances\/(\w+)\/drills$/, false, ({ id, url }) => api.page(api.drills.of(id), url.searchParams)],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/drill$/, false, ({ id }) => drill(api, api.machines.find(id))],
  ];
}

function drill(api: FakeApi, machine: Instance | undefined): Response {
  if (!machine) return api.problem(404, "not_found", null);
  if (!machine.allowed_commands.includes("drill")) return api.problem(409, "invalid_state", null);
  if (machine.standby?.policy !== "cold" || !api.standbyQuotes) return api.problem(409, "no_standby", null);
  if (api.backups.of(machine.id).length === 0) return api.problem(409, "nothing_saved", null);
  if (api.drills.open(machine.id)) return api.problem(409, "drill_running", null);
  const nextAt = api.drills.nextAt(machine.id);
  if (nextAt) return api.problem(409, "drill_limit", "A machine's failover is tested at most 3 times in 24 hours.", {}, { limit: MOST, next_at: nextAt });
  return api.json(api.drills.begin(machine.id), 202);
}
