import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { newIntentKey } from "@/api/client.ts";
import { useApi } from "@/api/context.ts";
import { drillsQuery, startDrill } from "@/api/drills.ts";
import { queryKeys } from "@/api/query-keys.ts";

export function useDrills(machine: string) {
  const answer = useInfiniteQuery(drillsQuery(useApi(), machine));
  return { answer, drills: answer.data?.pages.flatMap((page) => page.data) };
}

/** One wish, one key, however often it is confirmed. */
export function useDrillRequest(machine: string, onTaken: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const key = useRef(newIntentKey());
  return useMutation({
    mutationFn: () => startDrill(api, machine, key.current),
    onSuccess: () => {
      key.current = newIntentKey();
      onTaken();
    },
    // A refusal may tell of one that somebody else began.
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.drills(machine) }),
  });
}
