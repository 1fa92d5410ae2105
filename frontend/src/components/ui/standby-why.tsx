import type { StandbyQuote } from "@/api/types.ts";
import { formatBytes, formatMeasured, formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { type Advice, type Patience, PATIENCE_S } from "./standby-advice.ts";

interface AdviceTextProps {
  advice: Advice;
  cold: StandbyQuote | null;
  patience: Patience;
  bytes: number | null;
  bytesPerSecond: number | null;
}

/** What is advised and why, with the figures that it rests on. */
export function AdviceText({ advice: { policy, why }, cold, patience, bytes, bytesPerSecond }: AdviceTextProps) {
  const { t, locale } = useTexts();
  const recovery = cold?.recovery;
  const figures = {
    p50: formatMeasured(recovery?.p50_s ?? 0, locale),
    p95: formatMeasured(recovery?.p95_s ?? 0, locale),
    limit: formatSpan(PATIENCE_S[patience] ?? 0, locale),
  };
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium">{t("failover.helper.advice", { choice: t(`failover.standby.${policy}`) })}</p>
      <p className="num">{t(`failover.helper.why.${why}`, figures)}</p>
      {policy === "cold" && bytes !== null && (
        <p className="num text-muted">
          {bytesPerSecond === null
            ? t("failover.helper.filesUnmeasured", { size: formatBytes(bytes, locale) })
            : t("failover.helper.filesEstimate", { size: formatBytes(bytes, locale), span: formatSpan(bytes / bytesPerSecond, locale), rate: formatBytes(bytesPerSecond, locale) })}
        </p>
      )}
      <p className="text-muted">{t("failover.helper.promise")}</p>
    </div>
  );
}
