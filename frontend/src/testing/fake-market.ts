import type { DryRun, GpuModel, InstanceRequest, Money, Offer } from "@/api/types.ts";
import { nanos, runwaySeconds } from "@/lib/money.ts";
import { anOffer, usd } from "./samples.ts";

/** What a dry run answers when that much is free, in nano-dollars. */
export function dryRun(offer: Offer | undefined, available: bigint): DryRun {
  if (!offer) return { price_per_hour: null, components: null, hold: null, reserve: null, runway_s: null, refusals: [{ code: "offer_gone", detail: "Someone else took it." }] };
  const price = nanos(offer.price_per_hour);
  const poor = available < price / 4n;
  return {
    price_per_hour: offer.price_per_hour,
    components: offer.components,
    hold: part(price, 4n),
    reserve: part(price, 12n),
    runway_s: runwaySeconds(available, price),
    refusals: poor ? [{ code: "insufficient_balance", detail: null }] : [],
  };
}

export function offerFor(offers: readonly Offer[], order: InstanceRequest): Offer | undefined {
  return offers.find((one) => (order.offer_id ? one.id === order.offer_id : one.gpu.id === order.gpu));
}

function part(price: bigint, divisor: bigint): Money {
  return usd((Number(price / divisor / 1_000n) / 1_000_000).toFixed(6));
}

export function fits(offer: Offer, params: URLSearchParams): boolean {
  const vram = Number(params.get("vram_gb[gte]") ?? 0);
  const most = params.get("max_price");
  return (
    (params.get("gpu") ?? offer.gpu.id) === offer.gpu.id &&
    Number(params.get("gpu_count") ?? offer.gpu.count) === offer.gpu.count &&
    offer.gpu.vram_gb >= vram &&
    (params.get("kind") ?? offer.kind) === offer.kind &&
    (params.get("region") ?? offer.region) === offer.region &&
    (most === null || nanos(offer.price_per_hour) <= nanos(usd(most)))
  );
}

export function modelsOf(offers: Offer[]): GpuModel[] {
  const ids = [...new Set(offers.map((offer) => offer.gpu.id))];
  return ids.flatMap((id) => {
    const mine = offers.filter((offer) => offer.gpu.id === id);
    const first = mine[0];
    const middle = mine[Math.floor(mine.length / 2)];
    if (!first || !middle) return [];
    return [{ id, name: first.gpu.name, vram_gb: first.gpu.vram_gb, vendors: ["vastai"], offers: mine.length, min_price_per_hour: first.price_per_hour, median_price_per_hour: middle.price_per_hour }];
  });
}

export function someOffers(): Offer[] {
  const spot = { kind: "spot" as const, interruption_rate: 0.08 };
  return [
    anOffer(1, { gpu: { id: "rtx_3060", name: "RTX 3060", count: 1, vram_gb: 12 }, price_per_hour: usd("0.071250000"), components: { gpu: usd("0.056000000"), disk: usd("0.008000000"), traffic: usd("0.003750000"), fee: usd("0.003500000") }, region: "BR", reliability: 0.981, boot_s: null }),
    anOffer(2, { price_per_hour: usd("0.268400000"), components: { gpu: usd("0.240000000"), disk: usd("0.011400000"), traffic: usd("0.004000000"), fee: usd("0.013000000") }, ...spot }),
    anOffer(3),
    anOffer(4, { price_per_hour: usd("0.452800000"), components: { gpu: usd("0.416000000"), disk: usd("0.010800000"), traffic: usd("0.004000000"), fee: usd("0.022000000") }, region: "DE", reliability: 0.9991 }),
    anOffer(5, { gpu: { id: "a100_80gb", name: "A100 80GB", count: 1, vram_gb: 80 }, price_per_hour: usd("1.124600000"), components: { gpu: usd("1.050000000"), disk: usd("0.014600000"), traffic: usd("0.006000000"), fee: usd("0.054000000") }, region: "US" }),
    anOffer(6, { gpu: { id: "h100_sxm", name: "H100 SXM", count: 8, vram_gb: 80 }, price_per_hour: usd("17.804300000"), components: { gpu: usd("16.900000000"), disk: usd("0.042300000"), traffic: usd("0.012000000"), fee: usd("0.850000000") }, region: "US", isolation: "vm" }),
  ];
}
