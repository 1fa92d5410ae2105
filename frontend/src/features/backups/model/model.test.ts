import { describe, expect, it } from "vitest";
import { aBackup, aBackupReading, iso } from "@/testing/samples.ts";
import { bucketOf, grouped } from "./buckets.ts";
import { crumbsOf, linesOf, parentOf } from "./paths.ts";
import { formOf, patchOf } from "./policy.ts";
import { faultOf, firstChoice, fromLocalInput, localInput, requestOf } from "./restore.ts";

const NOON = new Date(2026, 10, 23, 12, 0, 0).getTime();
const HOUR = 3_600_000;

describe("buckets", () => {
  it.each([
    [0.5, "hour"],
    [1, "today"],
    [11, "today"],
    [13, "week"],
    [24 * 6, "week"],
    [24 * 7, "earlier"],
  ] as const)("%d hours ago is %s", (hours, bucket) => {
    expect(bucketOf(NOON - hours * HOUR, NOON)).toBe(bucket);
  });

  it("keeps the order and leaves empty ones out", () => {
    const versions = [0.1, 0.2, 200].map((hours, n) => aBackup(n, { frozen_at: iso(NOON - hours * HOUR) }));
    expect(grouped(versions, NOON).map(({ bucket, versions: some }) => [bucket, some.length])).toEqual([["hour", 2], ["earlier", 1]]);
  });
});

describe("paths", () => {
  it("knows the folders above", () => {
    expect(crumbsOf("/root/project").map((crumb) => crumb.path)).toEqual(["/", "/root", "/root/project"]);
    expect(crumbsOf("/")).toHaveLength(1);
    expect(parentOf("/root/project")).toBe("/root");
    expect(parentOf("/root")).toBe("/");
  });

  it("reads lines", () => {
    expect(linesOf(" /a \n\n/b\n")).toEqual(["/a", "/b"]);
  });
});

it("a policy comes back as it was", () => {
  const { policy } = aBackupReading();
  expect(patchOf(formOf(policy))).toEqual(policy);
});

describe("restore", () => {
  it("puts everything back, and some files to the side", () => {
    expect(firstChoice([], NOON)).toMatchObject({ scope: "all", target: "in_place" });
    expect(firstChoice(["/a"], NOON)).toMatchObject({ scope: "some", target: "directory", directory: "/root/restored-2026-11-23-1200" });
  });

  it("names the shown version and only what was chosen", () => {
    const version = aBackup(7);
    expect(requestOf(version, { ...firstChoice(["/a"], NOON), scope: "all" })).toEqual({ backup_id: version.id, paths: [], target: "directory", directory: "/root/restored-2026-11-23-1200", newest: false });
  });

  it("finds what is missing", () => {
    expect(faultOf(firstChoice([], NOON))).toBeNull();
    expect(faultOf({ ...firstChoice([], NOON), scope: "some" })).toBe("paths");
    expect(faultOf({ ...firstChoice(["a/b"], NOON) })).toBe("paths");
    expect(faultOf({ ...firstChoice(["/a"], NOON), directory: "tmp" })).toBe("directory");
  });

  it("reads the reader's own clock", () => {
    expect(fromLocalInput(localInput(NOON))).toBe(new Date(NOON).toISOString());
    expect(fromLocalInput("")).toBeNull();
  });
});
