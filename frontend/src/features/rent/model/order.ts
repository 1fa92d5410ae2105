import type { BackupPolicyPatch, InstanceRequest } from "@/api/types.ts";
import { EMPTY_FORM, type RentForm } from "./draft.ts";

/** Where the hardware comes from: one offer, or the best one for a GPU. */
export type Source = { readonly kind: "offer"; readonly offer: string } | { readonly kind: "gpu"; readonly gpu: string; readonly count: number };

export function readSource(params: URLSearchParams): Source | null {
  const offer = params.get("offer");
  if (offer) return { kind: "offer", offer };
  const gpu = params.get("gpu");
  if (!gpu) return null;
  const count = Number(params.get("count") ?? "1");
  return { kind: "gpu", gpu, count: Number.isInteger(count) && count > 0 ? count : 1 };
}

export const NAME = /^[a-z0-9](?:[a-z0-9-]{1,30}[a-z0-9])$/;
export const AMOUNT = /^\d{1,4}(\.\d{1,6})?$/;
const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;

export const DISK_MIN = 10;
export const DISK_MAX = 10_000;

export type EnvReading = { readonly ok: true; readonly env: Record<string, string> } | { readonly ok: false; readonly line: number };

export function readEnv(text: string): EnvReading {
  const env: Record<string, string> = {};
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const match = VARIABLE.exec(line.trim());
    if (!match?.[1]) return { ok: false, line: index + 1 };
    env[match[1]] = match[2] ?? "";
  }
  return { ok: true, env };
}

function hardware(source: Source): Pick<InstanceRequest, "offer_id" | "gpu" | "gpu_count"> {
  return source.kind === "offer" ? { offer_id: source.offer } : { gpu: source.gpu, gpu_count: source.count };
}

/** A backup whose files the machine begins with. */
export function readRestoreFrom(params: URLSearchParams): string | null {
  const given = params.get("restore_from");
  return given && /^bak_\w+$/.test(given) ? given : null;
}

/** What the price, and whether it fits, depends on. */
export function priceOrder(source: Source, disk: string, limit: string, restoreFrom: string | null = null): InstanceRequest {
  const order: InstanceRequest = { ...hardware(source), ...(restoreFrom ? { restore_from: restoreFrom } : {}) };
  const size = Number(disk);
  if (Number.isInteger(size) && size >= DISK_MIN && size <= DISK_MAX) order.disk_gb = size;
  if (AMOUNT.test(limit)) order.max_price_per_hour = { amount: withCents(limit), currency: "USD" };
  return order;
}

/** Only what differs from the platform's own rules. */
function backupRules(form: RentForm): BackupPolicyPatch | null {
  const rules: BackupPolicyPatch = {};
  const exclude = form.exclude.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (!form.backups) return { enabled: false };
  if (form.interval !== EMPTY_FORM.interval) rules.interval_s = Number(form.interval);
  if (exclude.length > 0) rules.exclude = exclude;
  return Object.keys(rules).length > 0 ? rules : null;
}

export function fullOrder(source: Source, form: RentForm, restoreFrom: string | null = null): InstanceRequest {
  const order = priceOrder(source, form.disk, form.limit, restoreFrom);
  const rules = backupRules(form);
  if (rules) order.backup = rules;
  if (form.standby !== EMPTY_FORM.standby) order.standby = { policy: form.standby };
  const env = readEnv(form.env);
  if (form.name !== "") order.name = form.name;
  if (form.image.trim() !== "") order.image = form.image.trim();
  if (form.command.trim() !== "") order.start_command = form.command.trim();
  if (env.ok && Object.keys(env.env).length > 0) order.env = env.env;
  if (form.keys.length > 0) order.ssh_key_ids = form.keys;
  return order;
}

function withCents(amount: string): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}
