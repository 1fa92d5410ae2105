import { describe, expect, it } from "vitest";
import { availableAt, cost, decimal, formatMoney, nanos, perSecond, runwaySeconds } from "./money.ts";

const usd = (amount: string) => ({ amount, currency: "USD" });

describe("money", () => {
  it.each([
    ["0.214000000", 214_000_000n],
    ["12.340000", 12_340_000_000n],
    ["-0.214000", -214_000_000n],
    ["7", 7_000_000_000n],
    ["0.000000001", 1n],
    ["99999999999.999999999", 99_999_999_999_999_999_999n],
  ])("reads %s without loss", (amount, expected) => {
    expect(nanos(usd(amount))).toBe(expected);
  });

  it.each(["", "1e3", "1,5", "0.1234567891", "NaN", "--1", "1."])("refuses %j", (amount) => {
    expect(() => nanos(usd(amount))).toThrow(RangeError);
  });

  it("prints what it read, for any amount", () => {
    for (let n = 0; n < 500; n += 1) {
      const text = `${n % 2 ? "-" : ""}${(n * 7919) % 100_000}.${((n * 104_729 + 1) % 1_000_000_000).toString().padStart(9, "0")}`;
      expect(decimal(nanos(usd(text)), 9)).toBe(text);
    }
  });

  it("rounds half away from zero, and never prints a negative zero", () => {
    expect(decimal(1_500n, 6)).toBe("0.000002");
    expect(decimal(1_499n, 6)).toBe("0.000001");
    expect(decimal(-1_500n, 6)).toBe("-0.000002");
    expect(decimal(-1n, 2)).toBe("0.00");
    expect(decimal(1_999_999_999n, 0)).toBe("2");
  });

  it("formats exactly, beyond what a double holds", () => {
    expect(formatMoney(nanos(usd("9007199254740993.01")), "en")).toBe("$9,007,199,254,740,993.01");
    expect(formatMoney(nanos(usd("1234.5")), "pt-BR", 4).replace(/\u00a0/g, " ")).toBe("$ 1.234,5000");
  });

  it("costs what the ledger costs: rounded down, nothing for no time", () => {
    const price = nanos(usd("0.413500000"));
    expect(cost(price, 3_600_000)).toBe(price);
    expect(cost(price, 1_000)).toBe(114_861n);
    expect(cost(price, 0)).toBe(0n);
    expect(cost(price, -5_000)).toBe(0n);
  });

  it("gives a rate per second that is at most half a nano-dollar off", () => {
    for (const perHour of [0n, 1n, 1_799n, 1_800n, 413_500_000n, 17_804_300_000n]) {
      const error = perSecond(perHour) * 3_600n - perHour;
      expect(error <= 1_800n && error >= -1_800n).toBe(true);
    }
  });

  it("counts the balance down and stops at zero", () => {
    const available = nanos(usd("1.00"));
    const burn = nanos(usd("3.60"));
    expect(availableAt(available, burn, 0, 0)).toBe(available);
    expect(availableAt(available, burn, 0, 500_000)).toBe(nanos(usd("0.50")));
    expect(availableAt(available, burn, 0, 5_000_000)).toBe(0n);
    expect(availableAt(available, burn, 1_000, 0)).toBe(available);
    expect(availableAt(-5n, 0n, 0, 1_000)).toBe(-5n);
  });

  it("knows how long a balance lasts", () => {
    expect(runwaySeconds(nanos(usd("1.00")), nanos(usd("3.60")))).toBe(1_000);
    expect(runwaySeconds(nanos(usd("1.00")), 0n)).toBeNull();
    expect(runwaySeconds(0n, 1n)).toBe(0);
  });
});
