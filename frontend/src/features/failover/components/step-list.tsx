import type { Failover } from "@/api/types.ts";
import { useMoment } from "@/components/ui/backup-age.tsx";
import { isOver, stepsOf } from "@/components/ui/failover-reading.ts";
import { formatCounter, formatMeasured, formatTime } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

interface StepListProps {
  move: Failover;
  label: string;
  answeredAt: number;
}

/** Each step, when it was done, and the seconds since the one before. */
export function StepList({ move, label, answeredAt }: StepListProps) {
  const { t, locale } = useTexts();
  const steps = stepsOf(move);
  const last = steps.at(-1);
  return (
    <ol aria-label={label} className="flex min-w-0 flex-col">
      {steps.map(({ moment, at, gapS }) => (
        <li key={moment} className="grid grid-cols-[auto_1fr_5rem] items-baseline gap-x-3 py-1">
          <Dot />
          <span className="flex min-w-0 flex-wrap justify-between gap-x-3">
            {t(`failover.moment.${moment}`)}
            <time dateTime={at} className="num text-muted">
              {formatTime(Date.parse(at), locale)}
            </time>
          </span>
          <span className="num text-right font-medium">{gapS !== null && t("failover.history.plus", { span: formatMeasured(gapS, locale) })}</span>
        </li>
      ))}
      {last && !isOver(move) && <Going move={move} since={last.at} answeredAt={answeredAt} />}
    </ol>
  );
}

export function Dot({ hollow = false }: { hollow?: boolean }) {
  return (
    <svg viewBox="0 0 8 8" className="mt-1.5 size-2 self-start text-standby" aria-hidden="true">
      <circle cx="4" cy="4" r="3.2" fill={hollow ? "none" : "currentColor"} stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}

/** The step that is being done counts while the stream speaks. */
function Going({ move, since, answeredAt }: { move: Failover; since: string; answeredAt: number }) {
  const { t } = useTexts();
  const moment = useMoment()(answeredAt);
  return (
    <li className="grid grid-cols-[auto_1fr_5rem] items-baseline gap-x-3 py-1 text-standby">
      <Dot hollow />
      <span className="flex min-w-0 flex-wrap justify-between gap-x-3">
        {t(`failover.phase.${move.phase}`)}
        <span>{t("failover.history.going")}</span>
      </span>
      <span className="num text-right font-medium">{formatCounter((moment.nowMs - Date.parse(since)) / 1_000)}</span>
    </li>
  );
}
