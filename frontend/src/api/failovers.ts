import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type { Failover, InstanceStatus } from "./types.ts";

/** Steps between two public events are not told of. */
const STEP_MS = 6_000;

/** Whether the machine is between boxes or not on a GPU: it lost one and is not back yet. */
export function isAway(status: InstanceStatus): status is "failing_over" | "on_standby" | "returning" {
  return status === "failing_over" || status === "on_standby" || status === "returning";
}

export const failoversQuery = (api: ApiClient, id: string) =>
  infiniteQueryOptions({
    queryKey: queryKeys.failovers(id),
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET("/api/v1/instances/{id}/failovers", { params: { path: { id }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.has_more ? page.next_cursor : null),
    refetchInterval: (query) => (query.state.data?.pages[0]?.data.some(moves) ? STEP_MS : false),
  });

function moves({ phase }: Failover): boolean {
  switch (phase) {
    case "choosing":
    case "activating":
    case "restoring":
    case "routing":
    case "returning":
      return true;
    case "on_standby":
    case "returned":
    case "aborted":
      return false;
  }
}
