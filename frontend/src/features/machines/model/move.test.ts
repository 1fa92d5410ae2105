import i18next from "i18next";
import { describe, expect, it } from "vitest";
import type { Failover, Instance } from "@/api/types.ts";
import { en } from "@/lib/i18n/en/index.ts";
import { LOCALES, switchLocale } from "@/lib/i18n/index.ts";
import { aBackupReading, aFailover, anInstance, T0 } from "@/testing/samples.ts";
import { billLine, filesLine, happened, moveTitle } from "./move.ts";

const TRIGGERS = Object.keys(en.failover.trigger) as Failover["trigger"][];
const onStandby = (change: Partial<Instance> = {}) =>
  anInstance({ status: "on_standby", serving: { placement: "plc_2", kind: "standby", vendor: "gce", region: "us-east1-b", started_at: null }, ...change });
const files = (machine: Instance, move: Failover | null) => filesLine(machine, move, T0, i18next.t, "en");

it.each(LOCALES)("says why the machine left its box for every trigger in %s", async (locale) => {
  await switchLocale(locale);
  for (const move of [null, ...TRIGGERS.map((trigger) => aFailover(1, T0, { trigger }))]) expect(happened(move, T0, i18next.t, locale)).toMatch(/^[^{]+$/);
  await switchLocale("en");
});

it("names where it goes once that is decided", () => {
  expect(moveTitle("failing_over", null, i18next.t)).toBe("Moving to another box");
  expect(moveTitle("failing_over", aFailover(1), i18next.t)).toBe("Moving to a CPU standby");
  expect(moveTitle("failing_over", aFailover(1, T0, { target: { kind: "gpu", vendor: "vastai", zone: null } }), i18next.t)).toBe("Moving to another GPU");
  expect(moveTitle("returning", aFailover(1), i18next.t)).toBe("Moving back to a GPU");
});

describe("files", () => {
  it("say how much work is lost, that none is, or that it is not known", () => {
    expect(files(onStandby(), aFailover(1))).toMatch(/^As of .*\. The last 13 sec of work are lost · all of them are back$/);
    expect(files(onStandby(), aFailover(1, T0, { lost_work_seconds: 0 }))).toMatch(/Nothing is lost/);
    expect(files(onStandby(), aFailover(1, T0, { lost_work_seconds: null, restored_at: null }))).toMatch(/^As of [^.]* · the ones used last come first$/);
  });

  it("before the recovery point is known tell of the last backup, or that there is none", () => {
    expect(files(onStandby(), aFailover(1, T0, { recovery_point: null, lost_work_seconds: null }))).toMatch(/^The last backup is of /);
    expect(files(onStandby({ backup: aBackupReading({ last_at: null }) }), null)).toBe("There is no backup, so it begins with an empty disk");
  });
});

describe("the bill", () => {
  it("is the standby's while it serves, and nothing while it moves", () => {
    expect(billLine(onStandby(), "on_standby", i18next.t, "en")).toBe("The standby, $0.1340/h. No GPU");
    expect(billLine(onStandby({ status: "returning" }), "returning", i18next.t, "en")).toBe("The standby, $0.1340/h, until the machine is on its GPU");
    expect(billLine(anInstance({ status: "failing_over", serving: null, billed_now: false }), "failing_over", i18next.t, "en")).toBe("Nothing while it moves");
  });

  it("says so when something is, against all promises, billed while it moves", () => {
    expect(billLine(anInstance({ status: "failing_over", serving: null }), "failing_over", i18next.t, "en")).toBe("The GPU, $0.4135/h");
  });
});
