import { useQuery } from "@tanstack/react-query";
import { availableAt, nanos, runwaySeconds, type Nanos } from "@/lib/money.ts";
import { useEachSecond } from "@/lib/ticker.ts";
import { balanceQuery } from "./billing.ts";
import { useLiveStatus, usePlatform } from "./context.ts";
import type { Balance } from "./types.ts";

export interface LiveBalance {
  readonly available: Nanos;
  readonly burn: Nanos;
  readonly runwayS: number | null;
}

/** The balance at a moment of server time, by exact arithmetic from what the ledger last said. */
export function balanceAt(balance: Balance, nowMs: number): LiveBalance {
  const burn = nanos(balance.burn_per_hour);
  const available = availableAt(nanos(balance.available), burn, Date.parse(balance.as_of), nowMs);
  return { available, burn, runwayS: runwaySeconds(available, burn) };
}

/** Counts each second while figures can be trusted; holds still when the stream has fallen silent. */
export function useLiveBalance() {
  useEachSecond();
  const { api, clock } = usePlatform();
  const answer = useQuery(balanceQuery(api, clock));
  const stale = useLiveStatus() === "stale";
  const balance = answer.data;
  const moment = stale && balance ? Math.max(Date.parse(balance.as_of), clock.now() - (Date.now() - answer.dataUpdatedAt)) : clock.now();
  return { answer, now: balance ? balanceAt(balance, moment) : null, stale };
}
