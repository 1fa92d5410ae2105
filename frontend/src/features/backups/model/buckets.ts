import type { Backup } from "@/api/types.ts";

export const BUCKETS = ["hour", "today", "week", "earlier"] as const;
export type Bucket = (typeof BUCKETS)[number];

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 86_400_000;

/** Today is the reader's own day. */
export function bucketOf(atMs: number, nowMs: number): Bucket {
  if (nowMs - atMs < HOUR_MS) return "hour";
  if (new Date(atMs).toDateString() === new Date(nowMs).toDateString()) return "today";
  return nowMs - atMs < WEEK_MS ? "week" : "earlier";
}

export interface Group {
  readonly bucket: Bucket;
  readonly versions: readonly Backup[];
}

/** In the order given, which is newest first; no empty groups. */
export function grouped(backups: readonly Backup[], nowMs: number): Group[] {
  return BUCKETS.map((bucket) => ({ bucket, versions: backups.filter((backup) => bucketOf(Date.parse(backup.frozen_at), nowMs) === bucket) })).filter((group) => group.versions.length > 0);
}
