import type { TFunction } from "i18next";
import type { Instance, InstanceStatus } from "@/api/types.ts";
import { priceNow } from "@/api/machines.ts";
import { vendorName } from "@/lib/format.ts";
import { en } from "@/lib/i18n/en/index.ts";
import { hasBackup } from "@/components/ui/backup-reading.ts";
import { formatMoney, nanos } from "@/lib/money.ts";
import { savedFacts } from "./saved-facts.ts";

export type ReasonCode = Exclude<keyof typeof en.machine.why, "unknown">;

export const REASON_CODES = Object.keys(en.machine.why).filter((code): code is ReasonCode => code !== "unknown");

function isReasonCode(code: string): code is ReasonCode {
  return (REASON_CODES as string[]).includes(code);
}

/** Reasons where the server's own words say more than ours. */
const TELLING: readonly ReasonCode[] = ["offer_refused", "preflight_failed", "no_capacity", "launch_failed", "vendor_stopped", "vendor_lost", "beats_missing", "insufficient_balance", "reboot_failed"];

export interface Explanation {
  readonly why: string;
  /** The server's words, where they add something. */
  readonly detail: string | null;
  readonly now: string;
  readonly next: string;
}

export function hardware(gpu: Instance["gpu"]): string {
  return gpu.count > 1 ? `${gpu.count} × ${gpu.name}` : gpu.name;
}

function vendorOf(instance: Instance): string {
  // A reason names the box that it is about, which is not always the one that serves.
  const given = instance.reason.params["vendor"] ?? instance.serving?.vendor;
  return typeof given === "string" && given !== "" ? vendorName(given) : "";
}

function whyLine(instance: Instance, t: TFunction): string {
  const { code, detail } = instance.reason;
  if (!isReasonCode(code)) return detail ?? t("machine.why.unknown");
  const vendor = vendorOf(instance);
  const { zone } = instance.reason.params;
  const values = { gpu: hardware(instance.gpu), vendor: vendor === "" ? t("machine.facts.vendor") : vendor, zone: typeof zone === "string" && zone !== "" ? zone : t("machine.someZone") };
  return t(`machine.why.${code}`, values);
}

function detailLine(instance: Instance): string | null {
  const { code, detail } = instance.reason;
  return detail && isReasonCode(code) && TELLING.includes(code) ? detail : null;
}

function billedLine(instance: Instance, t: TFunction, locale: string): string {
  const money = priceNow(instance);
  if (!instance.billed_now || !money) return t(instance.status === "failing_over" ? "machine.now.moving" : "machine.now.notBilled");
  const price = t("common.perHour", { price: formatMoney(nanos(money), locale, 4) });
  return t(instance.serving?.kind === "standby" ? "machine.now.standby" : "machine.now.billed", { price });
}

function nowLine(instance: Instance, nowMs: number, t: TFunction, locale: string): string {
  switch (instance.status) {
    case "requested":
    case "launching":
    case "booting":
    case "running":
    case "suspect":
    case "stopping":
    case "failing_over":
    case "on_standby":
    case "returning":
    case "destroying":
      return billedLine(instance, t, locale);
    case "stopped": {
      const saved = savedFacts(instance, nowMs, t, locale);
      return saved ? t("machine.now.stoppedKept", saved) : t("machine.now.stopped");
    }
    case "destroyed":
      return t("machine.now.gone");
    case "failed":
      return instance.billed_now ? billedLine(instance, t, locale) : t("machine.now.failed");
  }
}

function nextLine(instance: Instance, t: TFunction): string {
  if (instance.reason.code === "final_backup" && instance.serving) return t("machine.next.finalBackup");
  if (instance.status === "stopped" && hasBackup(instance)) return t("machine.next.stoppedKept");
  if (instance.status === "failed" && instance.allowed_commands.includes("start") && hasBackup(instance)) return t("machine.next.failedKept");
  if (instance.status === "suspect" && instance.standby?.policy === "cold" && instance.standby.price_per_hour) return t("machine.next.suspectStandby");
  return t(`machine.next.${instance.status}`);
}

/** WHY, NOW and NEXT for every state; an unknown reason shows what the server says. */
export function explain(instance: Instance, nowMs: number, t: TFunction, locale: string): Explanation {
  return {
    why: whyLine(instance, t),
    detail: detailLine(instance),
    now: nowLine(instance, nowMs, t, locale),
    next: nextLine(instance, t),
  };
}

export function isGone(status: InstanceStatus): boolean {
  return status === "destroyed";
}

/** Whether its SSH command leads to something that serves. */
export function answers(status: InstanceStatus): boolean {
  return status === "running" || status === "on_standby" || status === "returning";
}
