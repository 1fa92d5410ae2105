import type { TFunction } from "i18next";
import type { Instance, InstanceBackup } from "@/api/types.ts";
import { formatAgo, formatBytes, formatSpan } from "@/lib/format.ts";
import type { Tone } from "./state-badge.tsx";

/** Up to here an age is nothing to think about. */
export const FRESH_S = 45;
export const LATE_S = 300;

export interface BackupReading {
  readonly tone: Tone;
  readonly words: string;
  /** Null: there is none yet. */
  readonly ageS: number | null;
}

export interface Moment {
  /** Server time. */
  readonly nowMs: number;
  /** Since the answer that the reading was in. */
  readonly elapsedS: number;
}

function onBox(machine: Instance): boolean {
  switch (machine.status) {
    case "running":
    case "suspect":
    case "on_standby":
    case "failing_over":
    case "returning":
    case "stopping":
      return true;
    case "requested":
    case "launching":
    case "booting":
    case "stopped":
    case "destroying":
    case "destroyed":
    case "failed":
      return false;
  }
}

/** Age of the newest moment whose files are all saved. The server's own figure is taken, and counted on from its answer. */
export function backupAge(backup: InstanceBackup, { nowMs, elapsedS }: Moment): number | null {
  if (backup.age_s !== null) return Math.max(0, backup.age_s + elapsedS);
  return backup.last_at === null ? null : Math.max(0, (nowMs - Date.parse(backup.last_at)) / 1_000);
}

function ageTone(ageS: number | null): Tone {
  if (ageS === null) return "warn";
  if (ageS > LATE_S) return "bad";
  return ageS > FRESH_S ? "warn" : "ok";
}

/** Whether files of it can be brought back. */
export function hasBackup(machine: Instance): boolean {
  return machine.backup?.seq != null;
}

/** Whether a stop can make a final backup first. */
export function canSave(machine: Instance): boolean {
  return machine.backup !== undefined && machine.backup.policy.enabled && machine.backup.state !== "off";
}

/** The backup in words, true now; null when the platform says nothing of backups. */
export function readBackup(machine: Instance, moment: Moment, t: TFunction, locale: string): BackupReading | null {
  const { backup } = machine;
  if (!backup) return null;
  if (!onBox(machine)) return resting(machine, backup, moment, t, locale);
  const ageS = backupAge(backup, moment);
  const age = ageS === null ? t("backup.age.none") : formatAgo(ageS, locale);
  // Between two boxes nothing is written, and what the lost one had not saved is no backup's business any more.
  if (machine.status === "failing_over" && backup.state !== "off" && ageS !== null) return { tone: "muted", words: age, ageS };
  switch (backup.state) {
    case "off":
      return { tone: "warn", words: t("backup.age.off"), ageS };
    case "none":
      return { tone: "warn", words: t("backup.age.none"), ageS };
    case "starting":
      return ageS === null || backup.unprotected_age_s === null
        ? { tone: "muted", words: t("backup.age.first"), ageS }
        : { tone: ageTone(ageS), words: unprotected(backup, age, moment, t, locale), ageS };
    case "idle":
    case "working":
    case "stopped":
      return { tone: ageTone(ageS), words: ageS === null ? t("backup.age.none") : unprotected(backup, age, moment, t, locale), ageS };
    case "restoring":
      return { tone: "accent", words: t("backup.age.restoring", { age }), ageS };
    case "failing":
      return { tone: "bad", words: t("backup.age.failing", { age }), ageS };
    case "limited":
      return { tone: "bad", words: t("backup.age.limited", { age }), ageS };
  }
}

function unprotected(backup: InstanceBackup, age: string, { elapsedS }: Moment, t: TFunction, locale: string): string {
  const { unprotected_age_s: since, backlog_bytes: bytes } = backup;
  if (since === null) return age;
  if (since <= 0 && bytes <= 0) return t("backup.age.safe", { age });
  const span = formatSpan(since + elapsedS, locale);
  return bytes > 0 ? t("backup.age.waiting", { age, size: formatBytes(bytes, locale), span }) : t("backup.age.changes", { age, span });
}

/** On no box: nothing can get lost any more, so age is counted from the stop and what was lost then is said. */
function resting(machine: Instance, backup: InstanceBackup, { nowMs }: Moment, t: TFunction, locale: string): BackupReading | null {
  if (machine.status === "destroyed" || machine.status === "destroying") return null;
  const ageS = null;
  if (backup.last_at === null) {
    return machine.status === "stopped"
      ? { tone: "warn", words: t("backup.age.stoppedNone", { ago: ago(machine, nowMs, locale) }), ageS }
      : { tone: "muted", words: t("backup.age.none"), ageS };
  }
  const lossS = backup.unprotected_age_s ?? 0;
  if (lossS > 0 || backup.backlog_bytes > 0) return { tone: "warn", words: t("backup.age.stoppedLoss", { ago: ago(machine, nowMs, locale), span: formatSpan(lossS, locale) }), ageS };
  return machine.status === "stopped" || machine.status === "failed"
    ? { tone: "muted", words: t("backup.age.stopped", { ago: ago(machine, nowMs, locale) }), ageS }
    : { tone: "muted", words: formatAgo((nowMs - Date.parse(backup.last_at)) / 1_000, locale), ageS };
}

function ago(machine: Instance, nowMs: number, locale: string): string {
  return formatAgo((nowMs - Date.parse(machine.status_since)) / 1_000, locale);
}
