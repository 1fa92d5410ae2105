import { newIntentKey } from "@/api/client.ts";
import type { InstanceRequest } from "@/api/types.ts";
import { forgetStored, readStored, writeStored } from "@/lib/storage.ts";

export interface RentForm {
  name: string;
  disk: string;
  image: string;
  command: string;
  env: string;
  limit: string;
  keys: string[];
  backups: boolean;
  interval: string;
  exclude: string;
  standby: "cold" | "off";
}

export const EMPTY_FORM: RentForm = { name: "", disk: "40", image: "", command: "", env: "", limit: "", keys: [], backups: true, interval: "30", exclude: "", standby: "cold" };

const VERSION = 1;
const WEEK_MS = 7 * 86_400_000;

interface Draft {
  readonly version: number;
  readonly savedAt: number;
  readonly form: Omit<RentForm, "env">;
  readonly intent: Intent | null;
}

/** The key goes with exactly one order: change the order and it is another intent. */
interface Intent {
  readonly key: string;
  readonly order: string;
}

const storageKey = (user: string) => `dumont.draft.rent.${user}`;

/** What was typed, for a week; environment values are never kept, since they may be secret. */
export function loadDraft(user: string, nowMs: number): RentForm | null {
  const draft = stored(user);
  if (!draft || draft.version !== VERSION || nowMs - draft.savedAt > WEEK_MS) return null;
  return { ...EMPTY_FORM, ...draft.form, env: "" };
}

export function saveDraft(user: string, form: RentForm, nowMs: number): void {
  const { env: _secret, ...kept } = form;
  const draft: Draft = { version: VERSION, savedAt: nowMs, form: kept, intent: stored(user)?.intent ?? null };
  writeStored(storageKey(user), JSON.stringify(draft));
}

/** The key for this order: the same one after a second click, a retry or a reload. */
export async function intentFor(user: string, order: InstanceRequest, form: RentForm, nowMs: number): Promise<string> {
  const digest = await fingerprint(order);
  const known = stored(user)?.intent;
  if (known && known.order === digest) return known.key;
  const { env: _secret, ...kept } = form;
  const intent: Intent = { key: newIntentKey(), order: digest };
  writeStored(storageKey(user), JSON.stringify({ version: VERSION, savedAt: nowMs, form: kept, intent } satisfies Draft));
  return intent.key;
}

export function dropDraft(user: string): void {
  writeStored(storageKey(user), null);
}

export function dropAllDrafts(): void {
  forgetStored("dumont.draft.");
}

async function fingerprint(order: InstanceRequest): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(order));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function stored(user: string): Draft | null {
  try {
    const value: unknown = JSON.parse(readStored(storageKey(user)) ?? "null");
    return typeof value === "object" && value !== null && "form" in value ? (value as Draft) : null;
  } catch {
    return null;
  }
}
