import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type { OfferKind } from "./types.ts";

export interface OfferFilter {
  gpu?: string;
  gpu_count?: number;
  "vram_gb[gte]"?: number;
  region?: string;
  max_price?: string;
  "reliability[gte]"?: number;
  kind?: OfferKind;
}

export const gpusQuery = (api: ApiClient) =>
  queryOptions({ queryKey: queryKeys.gpus, queryFn: ({ signal }) => answer(api.GET("/api/v1/gpus", { signal })), staleTime: 60_000 });

export const offersQuery = (api: ApiClient, filter: OfferFilter, limit = 30) =>
  infiniteQueryOptions({
    queryKey: queryKeys.offers({ ...filter, limit }),
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/v1/offers", {
          params: { query: { ...filter, sort: "price_per_hour", limit, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.has_more ? page.next_cursor : null),
    staleTime: 30_000,
  });

export const offerQuery = (api: ApiClient, id: string) =>
  queryOptions({
    queryKey: queryKeys.offer(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/offers/{id}", { params: { path: { id } }, signal })),
    staleTime: 15_000,
  });

export const spotPricesQuery = (api: ApiClient, gpu: string) =>
  queryOptions({
    queryKey: queryKeys.spotPrices(gpu, "24h"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/spot-prices", { params: { query: { gpu, window: "24h" } }, signal })),
    staleTime: 60_000,
  });
