import { usePlatform } from "@/api/context.ts";
import type { Failover } from "@/api/types.ts";
import { isOver, outageS, wasAsked } from "@/components/ui/failover-reading.ts";
import { Facts } from "@/components/ui/facts.tsx";
import { formatMeasured, formatMoment, vendorName } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { EvidenceList } from "./evidence-list.tsx";
import { StepList } from "./step-list.tsx";

interface MoveCardProps {
  move: Failover;
  open: boolean;
  answeredAt: number;
}

/** One move: what it cost first, then each step with its seconds, then what decided it. */
export function MoveCard({ move, open, answeredAt }: MoveCardProps) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const time = formatMoment(move.decided_at, clock.now(), locale);
  return (
    <li>
      <details open={open} className="rounded-md border border-line">
        <summary className="flex min-h-9 cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 px-3 py-2">
          <span className="font-semibold">{t(`failover.trigger.${move.trigger}`)}</span>
          <span className="num">{time}</span>
          <span className={toneOf(move)}>{t(`failover.phase.${move.phase}`)}</span>
          <Outage move={move} />
        </summary>
        <div className="flex flex-col gap-4 border-t border-line p-3">
          <MoveFacts move={move} />
          <div className="grid gap-4 lg:grid-cols-2">
            <StepList move={move} label={t("failover.history.steps", { time })} answeredAt={answeredAt} />
            <EvidenceList move={move} />
          </div>
        </div>
      </details>
    </li>
  );
}

function toneOf(move: Failover): string {
  if (move.phase === "aborted") return "font-medium text-bad";
  return isOver(move) ? "text-muted" : "font-medium text-standby";
}

function Outage({ move }: { move: Failover }) {
  const { t, locale } = useTexts();
  const seconds = outageS(move);
  if (seconds === null) return null;
  const span = formatMeasured(seconds, locale);
  return <span className="num text-muted">{wasAsked(move) ? t("failover.history.outageAsked", { span }) : t("failover.history.outage", { span })}</span>;
}

function MoveFacts({ move }: { move: Failover }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const { lost_work_seconds: lost, recovery_point: point, target } = move;
  const lostWords = lost === null ? t("failover.history.unknown") : lost > 0 ? formatMeasured(lost, locale) : t("failover.history.lostNothing");
  const facts: (readonly [string, React.ReactNode])[] = [
    [t("failover.history.lost"), <span key="lost" className={`num ${lost !== null && lost > 0 ? "font-medium text-warn" : ""}`}>{lostWords}</span>],
    [t("failover.history.point"), <span key="point" className="num">{point ? formatMoment(point, clock.now(), locale) : t("failover.history.unknown")}</span>],
  ];
  if (target) facts.push([t("failover.history.target"), [t(`failover.history.kind.${target.kind}`), vendorName(target.vendor), target.zone].filter(Boolean).join(" · ")]);
  if (move.kept_until && Date.parse(move.kept_until) > clock.now()) facts.push([t("failover.history.keptUntil"), <span key="kept" className="num">{formatMoment(move.kept_until, clock.now(), locale)}</span>]);
  if (move.abort_reason) facts.push([t("failover.history.reason"), move.abort_reason]);
  return <Facts items={facts} />;
}
