import { useLiveStatus, usePlatform } from "@/api/context.ts";
import type { Instance } from "@/api/types.ts";
import { formatDateTime } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { useEachSecond } from "@/lib/ticker.ts";
import { type BackupReading, type Moment, readBackup } from "./backup-reading.ts";
import { TEXT_TONE } from "./state-badge.tsx";

/** The moment a figure is to be true for; it stands still while the stream is silent. `answeredAt` is that of the query. */
export function useMoment(): (answeredAt: number) => Moment {
  useEachSecond();
  const { clock } = usePlatform();
  const stale = useLiveStatus() === "stale";
  return (answeredAt) => {
    const passed = Math.max(0, (Date.now() - answeredAt) / 1_000);
    return { nowMs: stale ? clock.now() - passed * 1_000 : clock.now(), elapsedS: stale ? 0 : passed };
  };
}

export function useBackupReading(): (machine: Instance, answeredAt: number) => BackupReading | null {
  const { t, locale } = useTexts();
  const momentOf = useMoment();
  return (machine, answeredAt) => readBackup(machine, momentOf(answeredAt), t, locale);
}

/** How old the last backup is and what waits, in words, with the tone of it. */
export function BackupAge({ machine, answeredAt }: { machine: Instance; answeredAt: number }) {
  const { locale } = useTexts();
  const reading = useBackupReading()(machine, answeredAt);
  if (!reading) return <span aria-hidden="true">{"–"}</span>;
  const quiet = reading.tone === "ok" || reading.tone === "muted";
  const at = machine.backup?.last_at;
  return (
    <span {...(at ? { title: formatDateTime(at, locale) } : {})} className={`num ${quiet ? "" : `font-medium ${TEXT_TONE[reading.tone]}`}`}>
      {reading.words}
    </span>
  );
}
