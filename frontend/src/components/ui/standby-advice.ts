import type { StandbyPolicy, StandbyQuote } from "@/api/types.ts";

/** After how long it hurts that a machine cannot be used. */
export const PATIENCE_S = { minute: 60, tenMinutes: 600, never: null } as const;
export type Patience = keyof typeof PATIENCE_S;

export interface Advice {
  readonly policy: StandbyPolicy;
  /** The text that says why. */
  readonly why: "never" | "noCloud" | "noBackups" | "unmeasured" | "within" | "mostly" | "slower";
}

/** What fits the patience best, of what there is; the measured times decide what may be promised of it. */
export function advise(patience: Patience, cold: StandbyQuote | null, savesFiles: boolean): Advice {
  const limit = PATIENCE_S[patience];
  if (limit === null) return { policy: "off", why: "never" };
  if (!cold) return { policy: "off", why: "noCloud" };
  if (!savesFiles) return { policy: "off", why: "noBackups" };
  const { recovery } = cold;
  if (!recovery || recovery.n === 0) return { policy: "cold", why: "unmeasured" };
  if (recovery.p95_s <= limit) return { policy: "cold", why: "within" };
  return { policy: "cold", why: recovery.p50_s <= limit ? "mostly" : "slower" };
}

const GB = 1e9;

/** A number of gigabytes as it is typed; null when it is none. */
export function bytesOf(typed: string): number | null {
  const gb = Number(typed.trim().replace(",", "."));
  return typed.trim() !== "" && Number.isFinite(gb) && gb > 0 ? gb * GB : null;
}

export function gigabytes(bytes: number): string {
  return bytes < GB ? (Math.ceil(bytes / (GB / 10)) / 10).toString() : Math.ceil(bytes / GB).toString();
}
