import { usePlatform } from "@/api/context.ts";
import type { RestoreProgress } from "@/api/types.ts";
import { ProgressBar } from "@/components/ui/progress-bar.tsx";
import { formatBytes, formatMoment, formatNumber, formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** How far files are back. The figures are those of the last answer; nothing is made up between two of them. */
export function RestoreBanner({ restore, reachable }: { restore: RestoreProgress; reachable: boolean }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const size = (bytes: number) => formatBytes(bytes, locale);
  const count = (n: number) => formatNumber(n, locale);
  const where = [
    restore.from.frozen_at && t("backup.progress.from", { time: formatMoment(restore.from.frozen_at, clock.now(), locale) }),
    restore.into && t("backup.progress.into", { folder: restore.into }),
  ].filter(Boolean);
  const facts = [
    t("backup.progress.done", { done: count(restore.files_done), total: t("backup.files", { count: restore.files_total, n: count(restore.files_total) }), bytesDone: size(restore.bytes_done), bytesTotal: size(restore.bytes_total) }),
    restore.bytes_per_second > 0 && t("backup.progress.rate", { size: size(restore.bytes_per_second) }),
    restore.eta_s !== null && t("backup.progress.eta", { span: formatSpan(restore.eta_s, locale) }),
  ].filter(Boolean);
  return (
    <section aria-labelledby="restore-title" className="flex flex-col gap-2 rounded-md border border-accent bg-surface p-4">
      <h2 id="restore-title" className="text-base">
        {t("backup.progress.title")} {where.length > 0 && <span className="text-sm font-normal text-muted">{where.join(" ")}</span>}
      </h2>
      <ProgressBar label={t("backup.progress.title")} value={restore.bytes_done} max={restore.bytes_total} />
      <p className="flex flex-wrap gap-x-3">
        <span role="status">{t(`backup.progress.phase.${restore.phase}`)}</span>
        {restore.phase !== "planning" && <span className="num text-muted">{facts.join(" · ")}</span>}
      </p>
      {restore.damaged_files > 0 && <p className="font-medium text-bad">{t("backup.progress.damaged", { count: restore.damaged_files, n: count(restore.damaged_files) })}</p>}
      {reachable && <p className="text-xs text-muted">{t("backup.progress.ssh")}</p>}
    </section>
  );
}
