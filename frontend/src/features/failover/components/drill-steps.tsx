import type { Drill } from "@/api/types.ts";
import { useMoment } from "@/components/ui/backup-age.tsx";
import { formatCounter, formatMeasured } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { type DrillGoing, goingOf, stepsOf } from "../model/drill.ts";
import { Dot } from "./step-list.tsx";

interface DrillStepsProps {
  drill: Drill;
  label: string;
  answeredAt: number;
}

const AHEAD: Record<DrillGoing, readonly DrillGoing[]> = { choosing: ["starting", "restoring", "comparing"], starting: ["restoring", "comparing"], restoring: ["comparing"], comparing: [] };
const ROW = "grid grid-cols-[auto_1fr_5rem] items-baseline gap-x-3 py-1";

/** Each step with the seconds since the one before, the one that goes on, and those that follow. */
export function DrillSteps({ drill, label, answeredAt }: DrillStepsProps) {
  const { t, locale } = useTexts();
  const going = goingOf(drill);
  return (
    <ol aria-label={label} className="flex min-w-0 flex-col">
      {stepsOf(drill).map(({ name, gapS }) => (
        <li key={name} className={ROW}>
          <Dot />
          <span className="min-w-0">{name === "chosen" && drill.zone ? t("failover.drill.chosenIn", { zone: drill.zone }) : t(`failover.drill.step.${name}`)}</span>
          <span className="num text-right font-medium">{gapS !== null && t("failover.history.plus", { span: formatMeasured(gapS, locale) })}</span>
        </li>
      ))}
      {going && <Going going={going.going} since={going.since} answeredAt={answeredAt} />}
      {going &&
        AHEAD[going.going].map((name) => (
          <li key={name} className={`${ROW} text-muted`}>
            <Dot hollow />
            <span className="min-w-0">{t(`failover.drill.going.${name}`)}</span>
          </li>
        ))}
    </ol>
  );
}

/** Counts while the stream speaks. */
function Going({ going, since, answeredAt }: { going: DrillGoing; since: number; answeredAt: number }) {
  const { t } = useTexts();
  const moment = useMoment()(answeredAt);
  return (
    <li className={`${ROW} text-standby`}>
      <Dot hollow />
      <span className="flex min-w-0 flex-wrap justify-between gap-x-3">
        {t(`failover.drill.going.${going}`)}
        <span>{t("failover.history.going")}</span>
      </span>
      <span className="num text-right font-medium">{formatCounter((moment.nowMs - since) / 1_000)}</span>
    </li>
  );
}
