import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "@/api/context.ts";
import { actionQuery } from "@/api/machines.ts";
import { queryKeys } from "@/api/query-keys.ts";

const FOLLOW_MS = 3_000;

/** An action of seconds, followed to its end; then the versions are read again. */
export function useFollowedAction(id: string | null) {
  const queries = useQueryClient();
  const action = useQuery({ ...actionQuery(useApi(), id ?? ""), enabled: id !== null, refetchInterval: (query) => (query.state.data?.status === "running" ? FOLLOW_MS : false) }).data;
  const ended = action !== undefined && action.status !== "running";
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: queryKeys.backups });
  }, [ended, queries]);
  return action;
}
