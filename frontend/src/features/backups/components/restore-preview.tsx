import type { UseQueryResult } from "@tanstack/react-query";
import type { RestorePreview } from "@/api/types.ts";
import { Panel } from "@/components/ui/panel.tsx";
import { formatBytes, formatNumber, formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** What a dry run of the very request says, with the files that would be replaced first. */
export function RestorePreviewPart({ answer, stale }: { answer: UseQueryResult<RestorePreview>; stale: boolean }) {
  const { t, locale } = useTexts();
  return (
    <div className={stale ? "opacity-55" : ""}>
      <Panel title={t("backup.restore.preview")} answer={answer} rows={2}>
        {(run) => (
          <div className="flex flex-col gap-1">
            <p className="num">
              {t("backup.restore.previewText", { files: t("backup.files", { count: run.files, n: formatNumber(run.files, locale) }), size: formatBytes(run.bytes, locale) })}
              {run.seconds_estimate !== null && <span className="text-muted">{` · ${t("backup.restore.takes", { span: formatSpan(run.seconds_estimate, locale) })}`}</span>}
            </p>
            {run.overwrites === 0 ? (
              <p className="text-muted">{t("backup.restore.overwritesNone")}</p>
            ) : (
              <details open={run.overwrites <= 10}>
                <summary className="min-h-6 cursor-pointer font-medium text-warn">{t("backup.restore.overwrites", { count: run.overwrites, n: formatNumber(run.overwrites, locale) })}</summary>
                {run.first_overwrites.length < run.overwrites && <p className="text-xs text-muted">{t("backup.restore.overwritesFirst")}</p>}
                <ul className="max-h-40 overflow-y-auto">
                  {run.first_overwrites.map((path) => (
                    <li key={path}>
                      <code className="text-xs break-all">{path}</code>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </div>
        )}
      </Panel>
    </div>
  );
}
