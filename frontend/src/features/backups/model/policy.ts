import type { BackupPolicy, BackupPolicyPatch } from "@/api/types.ts";
import { linesOf } from "./paths.ts";

export interface PolicyForm {
  enabled: boolean;
  interval: string;
  include: string;
  exclude: string;
  allHours: string;
  fiveMinutesHours: string;
  hourlyDays: string;
  dailyDays: string;
}

export const INTERVALS_S = [15, 30, 60, 300, 900] as const;

export function formOf(policy: BackupPolicy): PolicyForm {
  const { retention } = policy;
  return {
    enabled: policy.enabled,
    interval: String(policy.interval_s),
    include: policy.include.join("\n"),
    exclude: policy.exclude.join("\n"),
    allHours: String(retention.all_hours),
    fiveMinutesHours: String(retention.five_minutes_hours),
    hourlyDays: String(retention.hourly_days),
    dailyDays: String(retention.daily_days),
  };
}

export function patchOf(form: PolicyForm): BackupPolicyPatch {
  return {
    enabled: form.enabled,
    interval_s: Number(form.interval),
    include: linesOf(form.include),
    exclude: linesOf(form.exclude),
    retention: { all_hours: Number(form.allHours), five_minutes_hours: Number(form.fiveMinutesHours), hourly_days: Number(form.hourlyDays), daily_days: Number(form.dailyDays) },
  };
}

export function samePolicy(a: BackupPolicy, b: BackupPolicy): boolean {
  return JSON.stringify(formOf(a)) === JSON.stringify(formOf(b));
}
