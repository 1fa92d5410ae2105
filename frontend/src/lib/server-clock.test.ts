import { describe, expect, it } from "vitest";
import { ServerClock } from "./server-clock.ts";

describe("server clock", () => {
  it("ignores a laptop clock that is wrong once the server has spoken", () => {
    let monotonic = 1_000;
    const clock = new ServerClock(() => monotonic, 9_999_999_999);
    clock.observe(50_000);
    expect(clock.now()).toBe(50_000);
    monotonic = 3_000;
    expect(clock.now()).toBe(52_000);
  });

  it("takes the sample that is closest to the truth: the latest possible", () => {
    let monotonic = 0;
    const clock = new ServerClock(() => monotonic, 0);
    clock.observe(10_000);
    monotonic = 500;
    clock.observe(10_000);
    expect(clock.now()).toBe(10_500);
    clock.observe(10_900);
    expect(clock.now()).toBe(10_900);
    clock.observe(Number.NaN);
    expect(clock.now()).toBe(10_900);
  });
});
