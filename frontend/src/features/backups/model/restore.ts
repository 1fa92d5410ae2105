import type { Backup, RestoreRequest } from "@/api/types.ts";
import { allAbsolute, linesOf } from "./paths.ts";

export interface RestoreChoice {
  readonly scope: "all" | "some";
  readonly paths: string;
  readonly target: "in_place" | "directory";
  readonly directory: string;
  readonly newest: boolean;
}

const two = (n: number) => n.toString().padStart(2, "0");

/** "/root/restored-2026-11-23-1605": new with every minute, so that nothing is in the way. */
export function freshDirectory(nowMs: number): string {
  const at = new Date(nowMs);
  return `/root/restored-${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}`;
}

/** Everything goes back to where it was; some files go beside what is there now. */
export function firstChoice(paths: readonly string[], nowMs: number): RestoreChoice {
  return { scope: paths.length > 0 ? "some" : "all", paths: paths.join("\n"), target: paths.length > 0 ? "directory" : "in_place", directory: freshDirectory(nowMs), newest: false };
}

export type ChoiceFault = "paths" | "directory" | null;

export function faultOf(choice: RestoreChoice): ChoiceFault {
  const lines = linesOf(choice.paths);
  if (choice.scope === "some" && (lines.length === 0 || !allAbsolute(lines))) return "paths";
  if (choice.target === "directory" && !choice.directory.startsWith("/")) return "directory";
  return null;
}

/** Exactly the version that was shown, so that the restore does what its dry run said. */
export function requestOf(version: Backup, choice: RestoreChoice): RestoreRequest {
  return {
    backup_id: version.id,
    paths: choice.scope === "some" ? linesOf(choice.paths) : [],
    target: choice.target,
    ...(choice.target === "directory" ? { directory: choice.directory.trim() } : {}),
    newest: choice.newest,
  };
}

/** For an `<input type="datetime-local">`, in the reader's zone. */
export function localInput(ms: number): string {
  const at = new Date(ms);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export function fromLocalInput(text: string): string | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
