import { expect, it } from "vitest";
import { anInstance, aStandby } from "@/testing/samples.ts";
import { CLOUD_NAME, formOf, patchOf, quoteOrder, sameStandby } from "./standby.ts";

it("an empty zone is left to the platform, and off says nothing else", () => {
  expect(patchOf({ policy: "cold", zone: " ", type: "e2-standard-8 ", spot: true, drillDays: "30" })).toEqual({ policy: "cold", zone: null, machine_type: "e2-standard-8", spot: true, drill_days: 30 });
  expect(patchOf({ policy: "off", zone: "us-east1-b", type: "e2-standard-8", spot: true, drillDays: "30" })).toEqual({ policy: "off" });
});

it("comes back as it was saved", () => {
  const saved = aStandby({ zone: "us-east1-b" });
  expect(patchOf(formOf(saved))).toEqual({ policy: "cold", zone: "us-east1-b", machine_type: "e2-standard-4", spot: false, drill_days: null });
  expect(patchOf(formOf(aStandby({ drill_days: 14 }))).drill_days).toBe(14);
});

it("is the same when only its price changed", () => {
  expect(sameStandby(aStandby(), aStandby({ price_per_hour: null }))).toBe(true);
  expect(sameStandby(aStandby(), aStandby({ spot: true }))).toBe(false);
  expect(sameStandby(aStandby(), aStandby({ drill_days: 7 }))).toBe(false);
});

it.each(["us-east1-b", "e2-standard-4", "n2d-highmem-8"])("takes %s", (name) => expect(CLOUD_NAME.test(name)).toBe(true));
it.each(["", "US East", "us_east", "e2", "us-east1-"])("refuses '%s'", (name) => expect(CLOUD_NAME.test(name)).toBe(false));

it("asks the price of what is typed, without what is no name yet", () => {
  const form = formOf(aStandby());
  expect(quoteOrder(anInstance(), { ...form, zone: "us-east1-b", spot: true })).toEqual({ gpu: "rtx_4090", gpu_count: 1, disk_gb: 40, standby: { policy: "cold", zone: "us-east1-b", machine_type: "e2-standard-4", spot: true } });
  expect(quoteOrder(anInstance(), { ...form, zone: "US Ea", type: "e2" }).standby).toEqual({ policy: "cold", spot: false });
});
