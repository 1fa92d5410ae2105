import { expect, it } from "vitest";
import { aStandby } from "@/testing/samples.ts";
import { CLOUD_NAME, formOf, patchOf, sameStandby } from "./standby.ts";

it("an empty zone is left to the platform, and off says nothing else", () => {
  expect(patchOf({ policy: "cold", zone: " ", type: "e2-standard-8 ", spot: true })).toEqual({ policy: "cold", zone: null, machine_type: "e2-standard-8", spot: true });
  expect(patchOf({ policy: "off", zone: "us-east1-b", type: "e2-standard-8", spot: true })).toEqual({ policy: "off" });
});

it("comes back as it was saved", () => {
  const saved = aStandby({ zone: "us-east1-b" });
  expect(patchOf(formOf(saved))).toEqual({ policy: "cold", zone: "us-east1-b", machine_type: "e2-standard-4", spot: false });
});

it("is the same when only its price changed", () => {
  expect(sameStandby(aStandby(), aStandby({ price_per_hour: null }))).toBe(true);
  expect(sameStandby(aStandby(), aStandby({ spot: true }))).toBe(false);
});

it.each(["us-east1-b", "e2-standard-4", "n2d-highmem-8"])("takes %s", (name) => expect(CLOUD_NAME.test(name)).toBe(true));
it.each(["", "US East", "us_east", "e2", "us-east1-"])("refuses '%s'", (name) => expect(CLOUD_NAME.test(name)).toBe(false));
