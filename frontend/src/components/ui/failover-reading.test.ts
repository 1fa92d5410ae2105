import i18next from "i18next";
import { describe, expect, it } from "vitest";
import { aDrill, aFailover, iso, T0 } from "@/testing/samples.ts";
import { currentOf, measured, drillsLeft, measuredWords, movesLeft, outageS, stepsOf } from "./failover-reading.ts";

const HOUR_MS = 3_600_000;

describe("steps", () => {
  it("stand by time, each with the seconds since the one before", () => {
    expect(stepsOf(aFailover(1)).map(({ moment, gapS }) => [moment, gapS])).toEqual([
      ["last_seen_at", null], ["suspected_at", 12], ["decided_at", 6.4], ["fenced_at", 0.5], ["standby_ready_at", 22.1], ["usable_at", 10], ["routed_at", 2], ["restored_at", 159], ["returned_at", 3_428],
    ]);
  });

  it("leave out what is not done", () => {
    const move = aFailover(1, T0, { phase: "activating", standby_ready_at: null, usable_at: null, routed_at: null, restored_at: null, returned_at: null });
    expect(stepsOf(move).map(({ moment }) => moment)).toEqual(["last_seen_at", "suspected_at", "decided_at", "fenced_at"]);
  });

  it("never run backwards when a machine that was asked to move is heard of after the decision", () => {
    const move = aFailover(1, T0, { trigger: "manual", suspected_at: null, decided_at: iso(T0 - 3_000) });
    const steps = stepsOf(move);
    expect(steps.slice(0, 2).map(({ moment }) => moment)).toEqual(["decided_at", "last_seen_at"]);
    expect(steps.every(({ gapS }) => gapS === null || gapS >= 0)).toBe(true);
  });
});

describe("what was measured", () => {
  it("counts a lost box from its last sign of life, and a wish from the moment the old box was shut out", () => {
    expect(outageS(aFailover(1))).toBe(51);
    expect(outageS(aFailover(1, T0, { trigger: "manual" }))).toBeCloseTo(32.1);
    expect(outageS(aFailover(1, T0, { usable_at: null }))).toBeNull();
  });

  it("is this machine's own, and of that kind of move only", () => {
    const took = (seconds: number, kind: "standby" | "gpu" = "standby") => aFailover(1, T0, { usable_at: iso(T0 + seconds * 1_000), target: { kind, vendor: "gce", zone: null } });
    expect(measured([took(51), took(90), took(40), took(600, "gpu")], "standby")).toEqual({ count: 3, typicalS: 51, worstS: 90 });
    expect(measured([took(51), took(90)], "standby")).toEqual({ count: 2, typicalS: 70.5, worstS: 90 });
    expect(measured([took(51)], "gpu")).toBeNull();
  });

  it("is never made up", () => {
    const aborted = aFailover(1, T0, { phase: "aborted", usable_at: null });
    expect(measuredWords(measured([], "standby"), i18next.t, "en")).toBe("No case yet on this machine");
    expect(measuredWords(measured([aborted], "standby"), i18next.t, "en")).toBe("No case yet on this machine");
    expect(measuredWords(measured([aFailover(1)], "standby"), i18next.t, "en")).toBe("51 sec, measured once on this machine");
  });
});

it("the current move is the newest, unless it is over", () => {
  const going = aFailover(2, T0, { phase: "restoring", returned_at: null });
  expect(currentOf([going, aFailover(1)])?.id).toBe(going.id);
  expect(currentOf([aFailover(2), { ...going, id: "fov_old" }])).toBeNull();
  expect(currentOf([{ ...going, phase: "aborted" }])).toBeNull();
  expect(currentOf([])).toBeNull();
});

describe("what a day allows", () => {
  it("counts the moves of the last 24 hours", () => {
    expect(movesLeft([aFailover(3, T0 - HOUR_MS), aFailover(2, T0 - 23 * HOUR_MS), aFailover(1, T0 - 25 * HOUR_MS)], T0)).toEqual({ used: 2, left: 3, nextAt: null });
  });

  it("says when the oldest of five is a day ago, and counts no test as a move", () => {
    const moves = [1, 2, 3, 4, 5].map((hours) => aFailover(hours, T0 - hours * HOUR_MS, { decided_at: iso(T0 - hours * HOUR_MS) }));
    expect(movesLeft(moves, T0)).toEqual({ used: 5, left: 0, nextAt: iso(T0 + 19 * HOUR_MS) });
    expect(movesLeft([aFailover(9, T0, { trigger: "drill" }), ...moves.slice(1)], T0).left).toBe(1);
  });

  it("counts the tests that somebody asked for, and not those by schedule", () => {
    const asked = [1, 2, 3].map((hours) => aDrill(hours, T0 - hours * HOUR_MS));
    expect(drillsLeft(asked, T0)).toEqual({ used: 3, left: 0, nextAt: iso(T0 + 21 * HOUR_MS) });
    expect(drillsLeft([aDrill(9, T0, { trigger: "schedule" }), ...asked.slice(1)], T0)).toEqual({ used: 2, left: 1, nextAt: null });
  });
});
