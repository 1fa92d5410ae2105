import type { TFunction } from "i18next";
import { usePlatform } from "@/api/context.ts";
import type { Instance } from "@/api/types.ts";
import { formatBytes, formatMoment, formatNumber } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

export type SavedFacts = Readonly<Record<"files" | "size" | "time", string>>;

/** "1,201 files", "5.2 GB", "14:05:09": what the newest backup holds; null when there is none. */
export function savedFacts({ backup }: Instance, nowMs: number, t: TFunction, locale: string): SavedFacts | null {
  if (!backup?.last_at) return null;
  const files = backup.files ?? 0;
  return {
    files: t("backup.files", { count: files, n: formatNumber(files, locale) }),
    size: formatBytes(backup.bytes ?? 0, locale),
    time: formatMoment(backup.last_at, nowMs, locale),
  };
}

export function useSavedFacts(machine: Instance): SavedFacts | null {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  return savedFacts(machine, clock.now(), t, locale);
}
