import { expect, it } from "vitest";
import { asQuery, readFilter } from "./filter-state.ts";

const query = (address: string) => asQuery(readFilter(new URLSearchParams(address)));

it("asks for what the address says", () => {
  expect(query("gpu=rtx_4090&count=2&vram=24&region=ca&price=0.5&kind=spot&reliability=0.99")).toEqual({
    gpu: "rtx_4090",
    gpu_count: 2,
    "vram_gb[gte]": 24,
    region: "CA",
    max_price: "0.5",
    kind: "spot",
    "reliability[gte]": 0.99,
  });
});

it("asks for everything when the address says nothing, or nonsense", () => {
  expect(query("")).toEqual({});
  expect(query("gpu=<b>&count=many&price=0.&kind=free&reliability=2")).toEqual({});
});
