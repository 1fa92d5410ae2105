import i18next from "i18next";
import { describe, expect, it } from "vitest";
import { someQuotes } from "@/testing/samples.ts";
import { advise, bytesOf, gigabytes } from "./standby-advice.ts";

const cold = (p50: number, p95: number, n = 40) => ({ ...someQuotes()[1]!, recovery: { p50_s: p50, p95_s: p95, n } });

describe("advice", () => {
  it.each([
    ["minute", 31, 55, "within"],
    ["minute", 48, 92, "mostly"],
    ["minute", 75, 130, "slower"],
    ["tenMinutes", 48, 92, "within"],
    ["tenMinutes", 500, 900, "mostly"],
  ] as const)("when it hurts after %s and cases took %d and %d s: %s", (patience, p50, p95, why) => {
    expect(advise(patience, cold(p50, p95), true)).toEqual({ policy: "cold", why });
  });

  it("promises no time that was not measured", () => {
    expect(advise("minute", { ...cold(1, 1), recovery: null }, true)).toEqual({ policy: "cold", why: "unmeasured" });
    expect(advise("minute", cold(1, 1, 0), true)).toEqual({ policy: "cold", why: "unmeasured" });
  });

  it("advises none where it never hurts, none can be had, or it would begin with nothing", () => {
    expect(advise("never", cold(31, 55), true)).toEqual({ policy: "off", why: "never" });
    expect(advise("minute", null, true)).toEqual({ policy: "off", why: "noCloud" });
    expect(advise("minute", cold(31, 55), false)).toEqual({ policy: "off", why: "noBackups" });
  });

  it("has words for each reason", () => {
    for (const why of ["never", "noCloud", "noBackups", "unmeasured", "within", "mostly", "slower"] as const) expect(i18next.exists(`failover.helper.why.${why}`)).toBe(true);
  });
});

describe("gigabytes", () => {
  it.each([["5", 5e9], ["0,5", 5e8], [" 12.5 ", 1.25e10], ["", null], ["0", null], ["-3", null], ["many", null]] as const)("reads '%s'", (typed, bytes) => expect(bytesOf(typed)).toBe(bytes));
  it.each([[5_200_000_000, "6"], [40_000_000, "0.1"], [999_999_999, "1"]] as const)("writes %d", (bytes, typed) => expect(gigabytes(bytes)).toBe(typed));
});
