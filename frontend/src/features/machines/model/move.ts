import type { TFunction } from "i18next";
import { priceNow } from "@/api/machines.ts";
import type { Failover, Instance } from "@/api/types.ts";
import { formatMeasured, formatMoment } from "@/lib/format.ts";
import { formatMoney, nanos } from "@/lib/money.ts";

export type AwayStatus = "failing_over" | "on_standby" | "returning";

/** Where it goes, when that is decided. */
export function moveTitle(status: AwayStatus, move: Failover | null, t: TFunction): string {
  if (status !== "failing_over") return t(`failover.banner.${status}`);
  if (!move?.target) return t("failover.banner.failing_over");
  return t(move.target.kind === "standby" ? "failover.banner.toStandby" : "failover.banner.toGpu");
}

/** Why the machine left its box, in one sentence. */
export function happened(move: Failover | null, nowMs: number, t: TFunction, locale: string): string {
  if (!move) return t("failover.happened.unknown");
  const at = move.trigger === "lost" ? move.last_seen_at : move.decided_at;
  return t(`failover.happened.${move.trigger}`, { time: formatMoment(at, nowMs, locale) });
}

/** Which files it goes on with, and what of the work is not among them. */
export function filesLine(machine: Instance, move: Failover | null, nowMs: number, t: TFunction, locale: string): string {
  const moment = (at: string) => formatMoment(at, nowMs, locale);
  if (move?.recovery_point) return [pointLine(move, moment(move.recovery_point), t, locale), comingLine(move, t)].filter(Boolean).join(" · ");
  const last = machine.backup?.last_at;
  return last ? t("failover.files.backup", { time: moment(last) }) : t("failover.files.none");
}

function pointLine({ lost_work_seconds: lost }: Failover, time: string, t: TFunction, locale: string): string {
  if (lost === null) return t("failover.files.asOf", { time });
  return lost > 0 ? t("failover.files.lost", { time, span: formatMeasured(lost, locale) }) : t("failover.files.nothing", { time });
}

function comingLine({ restored_at, standby_ready_at }: Failover, t: TFunction): string | null {
  if (restored_at !== null) return t("failover.files.complete");
  return standby_ready_at === null ? null : t("failover.files.coming");
}

/** What is paid for at this moment. */
export function billLine(machine: Instance, status: AwayStatus, t: TFunction, locale: string): string {
  const money = priceNow(machine);
  if (!machine.billed_now || !money) return status === "failing_over" ? t("failover.bill.moving") : t("machine.now.notBilled");
  const price = t("common.perHour", { price: formatMoney(nanos(money), locale, 4) });
  if (machine.serving?.kind !== "standby") return t("failover.bill.gpu", { price });
  return t(status === "returning" ? "failover.bill.returning" : "failover.bill.standby", { price });
}
