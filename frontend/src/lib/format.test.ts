import { describe, expect, it } from "vitest";
import { formatAgo, formatBytes, formatCounter, formatSpan, vendorName } from "./format.ts";

describe("format", () => {
  it.each([
    [24, "24 sec"],
    [185, "3 min"],
    [111_600, "31 hr"],
    [400_000, "4 days"],
    [-3, "0 sec"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(formatSpan(seconds, "en")).toBe(text);
  });

  it("counts like a clock", () => {
    expect(formatCounter(24)).toBe("0:24");
    expect(formatCounter(3_729)).toBe("1:02:09");
  });

  it("says how long ago in the reader's language", () => {
    expect(formatAgo(90, "en")).toMatch(/^1 min\.? ago$/);
    expect(formatAgo(90, "pt-BR")).toMatch(/^há 1 min\.?$/);
    expect(formatAgo(90, "es")).toMatch(/^hace 1 min\.?$/);
  });

  it("scales bytes", () => {
    expect(formatBytes(999, "en")).toBe("999 byte");
    expect(formatBytes(9_800_000_000, "en")).toBe("9.8 GB");
    expect(formatBytes(64_000_000_000, "en")).toBe("64 GB");
  });

  it("names vendors it knows and passes on those it does not", () => {
    expect(vendorName("vastai")).toBe("Vast.ai");
    expect(vendorName("newcloud")).toBe("newcloud");
  });
});
