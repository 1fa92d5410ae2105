import { describe, expect, it } from "vitest";
import type { Drill } from "@/api/types.ts";
import { aDrill, aFailover, iso, T0 } from "@/testing/samples.ts";
import { besideMoves, bytesPerSecond, goingOf, runningOf, shortDigest, stepsOf, verdictOf } from "./drill.ts";

const NONE = { boot: null, usable: null, whole: null };
const going = (change: Partial<Drill>) => aDrill(1, T0, { ended_at: null, files: null, version: null, seconds: NONE, ...change });

describe("steps of a test", () => {
  it("stand in order, each with the seconds since the one before", () => {
    expect(stepsOf(aDrill(1))).toEqual([
      { name: "chosen", gapS: null },
      { name: "boot", gapS: 23 },
      { name: "usable", gapS: 8.5 },
      { name: "whole", gapS: 28.5 },
      { name: "compared", gapS: 2 },
    ]);
  });

  it("leave out what is not done, and say what goes on and since when", () => {
    const choosing = going({ state: "choosing", zone: null });
    expect(stepsOf(choosing)).toEqual([]);
    expect(goingOf(choosing)).toEqual({ going: "choosing", since: T0 });
    const starting = going({ state: "starting" });
    expect(stepsOf(starting)).toEqual([{ name: "chosen", gapS: null }]);
    expect(goingOf(starting)).toEqual({ going: "starting", since: T0 });
    expect(goingOf(going({ state: "restoring", seconds: { ...NONE, boot: 23 } }))).toEqual({ going: "restoring", since: T0 + 23_000 });
    expect(goingOf(going({ state: "restoring", seconds: { boot: 23, usable: 31, whole: 60 } }))).toEqual({ going: "comparing", since: T0 + 60_000 });
    expect(goingOf(aDrill(1))).toBeNull();
  });

  it("forget the place that had no room", () => {
    expect(stepsOf(going({ state: "choosing", zone: "us-east1-b" }))).toEqual([]);
  });

  it("never compared what was never read", () => {
    const failed = aDrill(1, T0, { state: "failed", files: null, seconds: { ...NONE, boot: 23 }, ended_at: iso(T0 + 90_000) });
    expect(stepsOf(failed).map(({ name }) => name)).toEqual(["chosen", "boot"]);
    expect(verdictOf("failed", failed)).toBe("unread");
    expect(verdictOf("failed", aDrill(1, T0, { state: "failed" }))).toBe("differs");
    expect(verdictOf("cancelled", failed)).toBe("cancelled");
  });
});

describe("a test beside real moves", () => {
  it("counts both from the decision, and takes only moves to a standby", () => {
    const rows = besideMoves(aDrill(1), [aFailover(1), aFailover(2, T0, { target: { kind: "gpu", vendor: "vastai", zone: null } }), aFailover(3, T0, { trigger: "drill" })]);
    expect(rows.map(({ name, drillS, own }) => [name, drillS, own?.count, own?.typicalS])).toEqual([
      ["boot", 23, 1, 22.6],
      ["usable", 31.5, 1, 32.6],
      ["whole", 60, 1, 193.6],
    ]);
  });

  it("has no figure without a case", () => {
    expect(besideMoves(aDrill(1), []).every(({ own }) => own === null)).toBe(true);
  });
});

it("the speed is that of the newest test that measured one", () => {
  expect(bytesPerSecond([aDrill(2, T0, { files: null }), aDrill(1)])).toBeCloseTo(5_200_000_000 / 37);
  expect(bytesPerSecond([])).toBeNull();
  expect(bytesPerSecond([aDrill(1, T0, { seconds: { boot: 23, usable: null, whole: null } })])).toBeNull();
});

it("the running one is found, and digests are cut for the eye only", () => {
  const running = going({ state: "restoring" });
  expect(runningOf([running, aDrill(1)])).toBe(running);
  expect(runningOf([aDrill(1)])).toBeNull();
  expect(shortDigest("9f2c4e7a1b3d5f60")).toBe("9f2c4e7a1b3d…");
  expect(shortDigest("9f2c")).toBe("9f2c");
});
