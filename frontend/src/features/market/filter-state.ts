import type { OfferFilter } from "@/api/market.ts";

/** The address bar is the filter's only home, so a link shows what its sender saw. */
export interface MarketFilter {
  readonly gpu: string;
  readonly count: string;
  readonly vram: string;
  readonly region: string;
  readonly price: string;
  readonly kind: string;
  readonly reliability: string;
}

export const FILTER_NAMES = ["gpu", "count", "vram", "region", "price", "kind", "reliability"] as const;

export function readFilter(params: URLSearchParams): MarketFilter {
  const read = (name: string) => params.get(name) ?? "";
  return { gpu: read("gpu"), count: read("count"), vram: read("vram"), region: read("region"), price: read("price"), kind: read("kind"), reliability: read("reliability") };
}

const WHOLE = /^\d{1,4}$/;
const AMOUNT = /^\d{1,4}(\.\d{1,6})?$/;

/** What the API is asked for. Half-typed or foreign values are left out rather than refused. */
export function asQuery(filter: MarketFilter): OfferFilter {
  const query: OfferFilter = {};
  if (/^[a-z0-9_-]+$/.test(filter.gpu)) query.gpu = filter.gpu;
  if (WHOLE.test(filter.count)) query.gpu_count = Number(filter.count);
  if (WHOLE.test(filter.vram)) query["vram_gb[gte]"] = Number(filter.vram);
  if (filter.region.trim() !== "") query.region = filter.region.trim().toUpperCase();
  if (AMOUNT.test(filter.price)) query.max_price = filter.price;
  if (filter.kind === "on_demand" || filter.kind === "spot") query.kind = filter.kind;
  if (/^0\.\d{1,3}$/.test(filter.reliability)) query["reliability[gte]"] = Number(filter.reliability);
  return query;
}
