import { type DrillEnd, endOf } from "@/api/drills.ts";
import type { Drill, Failover } from "@/api/types.ts";
import { type Measured, summary } from "@/components/ui/failover-reading.ts";

export type DrillStepName = "chosen" | "boot" | "usable" | "whole" | "compared";
export type DrillGoing = "choosing" | "starting" | "restoring" | "comparing";

export interface DrillStep {
  readonly name: DrillStepName;
  /** Seconds since the step before; null where no moment of it is told. */
  readonly gapS: number | null;
}

const MEASURED = ["boot", "usable", "whole"] as const;

function reachedS({ seconds }: Drill): number {
  return Math.max(0, ...MEASURED.map((name) => seconds[name] ?? 0));
}

function endedS({ requested_at, ended_at }: Drill): number | null {
  return ended_at === null ? null : (Date.parse(ended_at) - Date.parse(requested_at)) / 1_000;
}

/** What is done of it, in order. */
export function stepsOf(drill: Drill): DrillStep[] {
  const steps: DrillStep[] = [];
  if (drill.zone !== null && drill.state !== "choosing") steps.push({ name: "chosen", gapS: null });
  let before = 0;
  for (const name of MEASURED) {
    const at = drill.seconds[name];
    if (at === null) continue;
    steps.push({ name, gapS: Math.max(0, at - before) });
    before = at;
  }
  const end = endedS(drill);
  if (end !== null && drill.files !== null) steps.push({ name: "compared", gapS: Math.max(0, end - before) });
  return steps;
}

/** What is being done, and since when; null when it is over. */
export function goingOf(drill: Drill): { readonly going: DrillGoing; readonly since: number } | null {
  const since = Date.parse(drill.requested_at) + reachedS(drill) * 1_000;
  switch (drill.state) {
    case "choosing":
    case "starting":
      return { going: drill.state, since };
    case "restoring":
      return { going: drill.seconds.whole === null ? "restoring" : "comparing", since };
    case "passed":
    case "failed":
    case "cancelled":
      return null;
  }
}

/** What is being tested now; the list is newest first. */
export function runningOf(drills: readonly Drill[]): Drill | null {
  return drills.find((drill) => endOf(drill) === null) ?? null;
}

export type Verdict = "passed" | "differs" | "unread" | "cancelled";

/** What an end means: files that are not the same are another thing than files that were never read. */
export function verdictOf(end: DrillEnd, { files }: Drill): Verdict {
  if (end !== "failed") return end;
  return files ? "differs" : "unread";
}

export interface Beside {
  readonly name: (typeof MEASURED)[number];
  readonly drillS: number | null;
  readonly own: Measured | null;
}

/** Its seconds beside those of the machine's own moves to a standby, both from the decision on. */
export function besideMoves(drill: Drill, moves: readonly Failover[]): Beside[] {
  const real = moves.filter(({ target, trigger }) => target?.kind === "standby" && trigger !== "drill");
  const after = (moment: "standby_ready_at" | "usable_at" | "restored_at") =>
    summary(real.map((move) => (move[moment] === null ? null : (Date.parse(move[moment]) - Date.parse(move.decided_at)) / 1_000)));
  const own = { boot: after("standby_ready_at"), usable: after("usable_at"), whole: after("restored_at") };
  return MEASURED.map((name) => ({ name, drillS: drill.seconds[name], own: own[name] }));
}

/** How fast files came back, from the newest drill that knows it; null: it was never measured. */
export function bytesPerSecond(drills: readonly Drill[]): number | null {
  for (const { files, seconds } of drills) {
    if (!files || files.bytes === 0 || seconds.whole === null || seconds.boot === null || seconds.whole <= seconds.boot) continue;
    return files.bytes / (seconds.whole - seconds.boot);
  }
  return null;
}

const SHORT = 12;

/** Its beginning, which is enough to compare by eye. */
export function shortDigest(digest: string): string {
  return digest.length > SHORT ? `${digest.slice(0, SHORT)}…` : digest;
}
