import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ServerClock } from "@/lib/server-clock.ts";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";

export const balanceQuery = (api: ApiClient, clock: ServerClock) =>
  queryOptions({
    queryKey: queryKeys.balance,
    queryFn: async ({ signal }) => {
      const balance = await answer(api.GET("/api/v1/billing/balance", { signal }));
      clock.observe(Date.parse(balance.as_of));
      return balance;
    },
    refetchInterval: 60_000,
  });

export const transactionsQuery = (api: ApiClient) =>
  infiniteQueryOptions({
    queryKey: queryKeys.transactions,
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET("/api/v1/billing/transactions", { params: { query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.has_more ? page.next_cursor : null),
  });
