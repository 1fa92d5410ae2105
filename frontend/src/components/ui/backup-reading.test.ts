import i18next from "i18next";
import { describe, expect, it } from "vitest";
import type { Instance, InstanceBackup, InstanceStatus } from "@/api/types.ts";
import { en } from "@/lib/i18n/en/index.ts";
import { LOCALES, switchLocale } from "@/lib/i18n/index.ts";
import { aBackupReading, anInstance, T0 } from "@/testing/samples.ts";
import { readBackup } from "./backup-reading.ts";

const STATES: InstanceBackup["state"][] = ["off", "starting", "idle", "working", "restoring", "failing", "limited", "stopped", "none"];
const STATUSES = Object.keys(en.machine.status) as InstanceStatus[];

function read(backup: Partial<InstanceBackup>, machine: Partial<Instance> = {}, elapsedS = 0) {
  return readBackup(anInstance({ ...machine, backup: aBackupReading(backup) }), { nowMs: T0, elapsedS }, i18next.t, "en");
}

describe("the age of a backup", () => {
  it.each([
    [12, "ok"],
    [45, "ok"],
    [46, "warn"],
    [300, "warn"],
    [301, "bad"],
  ] as const)("of %d s is %s", (age_s, tone) => {
    expect(read({ age_s })?.tone).toBe(tone);
  });

  it("counts on from the answer that it came in", () => {
    expect(read({ age_s: 40 }, {}, 10)).toMatchObject({ tone: "warn", ageS: 50 });
  });

  it("says what waits, and since when; never a 0 for none", () => {
    expect(read({})?.words).toBe("12 sec. ago, nothing unprotected");
    expect(read({ unprotected_age_s: 40, backlog_bytes: 120_000_000 })?.words).toBe("12 sec. ago, 120 MB waiting since 40 sec");
    expect(read({ unprotected_age_s: 40 }, {}, 5)?.words).toBe("17 sec. ago, changes waiting since 45 sec");
    expect(read({ age_s: null, last_at: null, state: "none" })?.words).toBe("none yet");
    expect(read({ age_s: null, last_at: null, state: "starting" })?.words).toBe("the first one is being made");
  });

  it("promises nothing of a box that is lost, and raises no alarm of its own meanwhile", () => {
    expect(read({ age_s: 400, unprotected_age_s: 0 }, { status: "failing_over" })).toMatchObject({ tone: "muted", words: "6 min. ago" });
    expect(read({ age_s: null, last_at: null, state: "none" }, { status: "failing_over" })?.tone).toBe("warn");
    expect(read({ age_s: 400 }, { status: "on_standby" })?.tone).toBe("bad");
  });

  it("is bad when backups fail or the limit is reached, however young the last one is", () => {
    expect(read({ age_s: 1, state: "failing" })?.tone).toBe("bad");
    expect(read({ age_s: 1, state: "limited" })?.tone).toBe("bad");
  });

  it("of a stopped machine is told from the stop, with what was lost then", () => {
    const stopped = { status: "stopped", status_since: new Date(T0 - 7_200_000).toISOString() } as const;
    expect(read({ state: "stopped" }, stopped)).toMatchObject({ words: "stopped 2 hr. ago, nothing unprotected", tone: "muted" });
    expect(read({ state: "stopped", unprotected_age_s: 40 }, stopped)).toMatchObject({ words: "stopped 2 hr. ago, the last 40 sec before it were not saved", tone: "warn" });
    expect(read({ last_at: null, age_s: null }, stopped)?.words).toBe("stopped 2 hr. ago, no backup");
  });

  it("is not spoken of when the platform does not report it", () => {
    const { backup: _, ...machine } = anInstance();
    expect(readBackup(machine, { nowMs: T0, elapsedS: 0 }, i18next.t, "en")).toBeNull();
  });

  it.each(LOCALES)("has words for every state of both in %s", async (locale) => {
    await switchLocale(locale);
    for (const status of STATUSES) {
      for (const state of STATES) {
        const reading = readBackup(anInstance({ status, backup: aBackupReading({ state }) }), { nowMs: T0, elapsedS: 0 }, i18next.t, locale);
        if (status === "destroyed" || status === "destroying") expect(reading).toBeNull();
        else expect(reading?.words, `${status} ${state}`).toMatch(/^(?!.*(\{\{|backup\.|undefined|null)).*\S/);
      }
    }
  });
});
