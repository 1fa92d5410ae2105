import type { TFunction } from "i18next";
import type { Drill, Failover, FailoverTarget } from "@/api/types.ts";
import { formatMeasured } from "@/lib/format.ts";

/** In the order in which they usually come. */
export const MOMENTS = [
  "last_seen_at", "suspected_at", "decided_at", "fenced_at", "standby_ready_at", "usable_at", "routed_at", "restored_at", "returned_at", "aborted_at",
] as const satisfies (keyof Failover)[];
export type MomentName = (typeof MOMENTS)[number];

export interface Step {
  readonly moment: MomentName;
  readonly at: string;
  /** Since the step before; null at the first. */
  readonly gapS: number | null;
}

const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1_000;

/** What is done of it, by time: a machine that is moved on request is heard of until it is fenced. */
export function stepsOf(failover: Failover): Step[] {
  const done = MOMENTS.flatMap((moment) => {
    const at = failover[moment];
    return at === null ? [] : [{ moment, at }];
  });
  done.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return done.map((step, index) => ({ ...step, gapS: index === 0 ? null : seconds(done[index - 1]?.at ?? step.at, step.at) }));
}

export function isOver({ phase }: Failover): boolean {
  return phase === "returned" || phase === "aborted";
}

/** The move that is going on; the list is newest first. */
export function currentOf(failovers: readonly Failover[]): Failover | null {
  const newest = failovers[0];
  return newest && !isOver(newest) ? newest : null;
}

/** Whether somebody asked for it, so that the machine worked until it was shut out. */
export function wasAsked({ trigger }: Failover): boolean {
  switch (trigger) {
    case "manual":
    case "drill":
      return true;
    case "lost":
    case "outbid":
    case "provider_stop":
      return false;
  }
}

/** Seconds in which the machine could not be used; null when it never became usable elsewhere. */
export function outageS(failover: Failover): number | null {
  if (failover.usable_at === null) return null;
  const from = wasAsked(failover) ? (failover.fenced_at ?? failover.decided_at) : failover.last_seen_at;
  return Math.max(0, seconds(from, failover.usable_at));
}

export interface Measured {
  readonly count: number;
  readonly typicalS: number;
  readonly worstS: number;
}

/** How long moves of that kind took; null when there is no case to speak from. */
export function measured(failovers: readonly Failover[], kind: FailoverTarget): Measured | null {
  return summary(failovers.flatMap((one) => (one.target?.kind === kind ? [outageS(one)] : [])));
}

/** @param cases seconds; null where it did not come that far */
export function summary(cases: readonly (number | null)[]): Measured | null {
  const spans = cases.filter((span) => span !== null).sort((a, b) => a - b);
  const upper = spans[Math.floor(spans.length / 2)];
  const lower = spans[Math.floor((spans.length - 1) / 2)];
  const worstS = spans.at(-1);
  if (upper === undefined || lower === undefined || worstS === undefined) return null;
  return { count: spans.length, typicalS: (lower + upper) / 2, worstS };
}

export function measuredWords(found: Measured | null, t: TFunction, locale: string): string {
  if (!found) return t("failover.standby.longNone");
  return t("failover.standby.measured", { count: found.count, typical: formatMeasured(found.typicalS, locale), worst: formatMeasured(found.worstS, locale) });
}

const DAY_MS = 86_400_000;

/** What the API's description allows a machine within 24 hours; what it counts it decides itself. */
export const MOVES_A_DAY = 5;
export const DRILLS_A_DAY = 3;

export interface Allowance {
  readonly used: number;
  readonly left: number;
  /** When one more is possible; null while there is one. */
  readonly nextAt: string | null;
}

/** @param times when each of them was, newest first */
function allowance(times: readonly string[], most: number, nowMs: number): Allowance {
  const used = times.filter((at) => nowMs - Date.parse(at) < DAY_MS);
  const oldest = used[most - 1];
  return { used: used.length, left: Math.max(0, most - used.length), nextAt: oldest === undefined ? null : new Date(Date.parse(oldest) + DAY_MS).toISOString() };
}

export function movesLeft(failovers: readonly Failover[], nowMs: number): Allowance {
  return allowance(failovers.filter(({ trigger }) => trigger !== "drill").map((one) => one.decided_at), MOVES_A_DAY, nowMs);
}

/** Those that begin by themselves are not counted. */
export function drillsLeft(drills: readonly Drill[], nowMs: number): Allowance {
  return allowance(drills.filter(({ trigger }) => trigger === "user").map((one) => one.requested_at), DRILLS_A_DAY, nowMs);
}
