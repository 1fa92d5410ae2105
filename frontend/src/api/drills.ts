import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type { Action, Drill, DrillState } from "./types.ts";

/** No event tells of a drill: it is asked about while it runs, and now and then for one that begins by itself. */
const RUNNING_MS = 6_000;
const RESTING_MS = 60_000;

export type DrillEnd = Extract<DrillState, "passed" | "failed" | "cancelled">;

/** How it ended; null while it goes on. */
export function endOf({ state }: Drill): DrillEnd | null {
  switch (state) {
    case "choosing":
    case "starting":
    case "restoring":
      return null;
    case "passed":
    case "failed":
    case "cancelled":
      return state;
  }
}

export const drillsQuery = (api: ApiClient, id: string) =>
  infiniteQueryOptions({
    queryKey: queryKeys.drills(id),
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET("/api/v1/instances/{id}/drills", { params: { path: { id }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.has_more ? page.next_cursor : null),
    refetchInterval: (query) => (query.state.data?.pages[0]?.data.some((drill) => endOf(drill) === null) ? RUNNING_MS : RESTING_MS),
  });

export const startDrill = (api: ApiClient, id: string, intent: string): Promise<Action> =>
  answer(api.POST("/api/v1/instances/{id}/drill", { params: { path: { id }, header: { "Idempotency-Key": intent } } }));
