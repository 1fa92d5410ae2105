import i18next from "i18next";
import { describe, expect, it } from "vitest";
import type { InstanceStatus } from "@/api/types.ts";
import { en } from "@/lib/i18n/en/index.ts";
import { LOCALES, switchLocale } from "@/lib/i18n/index.ts";
import { aBackupReading, aReason, anInstance, aStandby, T0 } from "@/testing/samples.ts";
import { explain, REASON_CODES } from "./explain.ts";

const STATUSES = Object.keys(en.machine.status) as InstanceStatus[];
const NAMED = [
  "requested", "choosing_offer", "offer_refused", "launching", "waiting_for_address", "booting", "enrolled", "preflight_passed", "preflight_failed", "no_capacity", "beats_missing",
  "beats_resumed", "stop_requested", "released", "start_requested", "reboot_requested", "destroy_requested", "destroyed", "launch_failed", "vendor_stopped", "vendor_lost",
  "answer_lost", "insufficient_balance", "balance_exhausted", "rebooted", "reboot_failed", "final_backup", "final_backup_failed",
  "box_lost", "failing_over_choosing", "failing_over_activating", "failing_over_restoring", "on_standby", "searching_gpu", "returning_copying", "returning_moving", "returned",
  "no_standby", "too_many_losses", "return_ready", "move_requested", "standby_turned_off", "failing_over_buying", "failing_over_to_gpu", "moved_to_gpu",
];

describe("WHY, NOW and NEXT", () => {
  it("knows every reason that the platform gives", () => {
    expect([...REASON_CODES].sort()).toEqual([...NAMED].sort());
  });

  it.each(LOCALES)("are filled for every state and reason in %s", async (locale) => {
    await switchLocale(locale);
    for (const status of STATUSES) {
      for (const code of REASON_CODES) {
        for (const serving of [null, anInstance().serving]) {
          const machine = anInstance({ status, serving, reason: aReason(code, null, T0) });
          const { why, now, next } = explain(machine, T0, i18next.t, locale);
          for (const line of [why, now, next]) {
            expect(line, `${status} ${code}`).toMatch(/\S/);
            expect(line, `${status} ${code}`).not.toMatch(/\{\{|machine\.|undefined|null/);
          }
        }
      }
    }
  });

  it("shows the server's words for a reason it does not know", () => {
    const machine = anInstance({ reason: aReason("moon_phase", "The moon was full.", T0) });
    expect(explain(machine, T0, i18next.t, "en").why).toBe("The moon was full.");
    expect(explain(anInstance({ reason: aReason("moon_phase", null, T0) }), T0, i18next.t, "en").why).toBe("The state changed");
  });

  it("adds the server's detail where it tells more than the sentence", () => {
    const machine = anInstance({ status: "failed", reason: aReason("no_capacity", "Five offers were refused.", T0) });
    expect(explain(machine, T0, i18next.t, "en").detail).toBe("Five offers were refused.");
    expect(explain(anInstance(), T0, i18next.t, "en").detail).toBeNull();
  });

  it("says what is billed, and never a price when nothing is", () => {
    expect(explain(anInstance(), T0, i18next.t, "en").now).toBe("Billed $0.4135/h");
    expect(explain(anInstance({ billed_now: false, status: "booting" }), T0, i18next.t, "en").now).toBe("Nothing is billed");
    expect(explain(anInstance({ billed_now: false, status: "stopped" }), T0, i18next.t, "en").now).toContain("1,201 files and 5.2 GB are kept");
    expect(explain(anInstance({ billed_now: false, status: "stopped", backup: aBackupReading({ last_at: null, age_s: null }) }), T0, i18next.t, "en").now).toContain("disk is gone");
  });

  it("bills a standby at its own price", () => {
    const serving = { placement: "plc_2", kind: "standby" as const, vendor: "gce", region: null, started_at: null };
    expect(explain(anInstance({ status: "on_standby", serving }), T0, i18next.t, "en").now).toBe("The CPU standby is billed $0.1340/h, no GPU");
    expect(explain(anInstance({ status: "failing_over", serving: null, billed_now: false }), T0, i18next.t, "en").now).toBe("Nothing is billed while it moves");
  });

  it("names the box that was lost, not the one that serves, and the zone where the next one starts", () => {
    const serving = { placement: "plc_2", kind: "standby" as const, vendor: "gce", region: null, started_at: null };
    const lost = anInstance({ status: "failing_over", serving, reason: aReason("box_lost", null, T0, { vendor: "vastai" }) });
    expect(explain(lost, T0, i18next.t, "en").why).toBe("The box at Vast.ai is not heard of, the machine moves");
    const starting = anInstance({ status: "failing_over", serving: null, reason: aReason("failing_over_activating", null, T0, { zone: "us-east1-b" }) });
    expect(explain(starting, T0, i18next.t, "en").why).toBe("Another box is being started in us-east1-b");
  });

  it("promises a standby to a silent machine only where one is to be had", () => {
    const next = (standby: ReturnType<typeof aStandby>) => explain(anInstance({ status: "suspect", standby }), T0, i18next.t, "en").next;
    expect(next(aStandby())).toBe("If it stays silent, the machine moves to a CPU standby by itself");
    expect(next(aStandby({ policy: "off", price_per_hour: null }))).toMatch(/^Waiting for its reports/);
    expect(next(aStandby({ price_per_hour: null }))).toMatch(/^Waiting for its reports/);
  });

  it("says so when a failed machine is, against all promises, billed", () => {
    expect(explain(anInstance({ billed_now: true, status: "failed" }), T0, i18next.t, "en").now).toBe("Billed $0.4135/h");
  });
});
