import { usePlatform } from "@/api/context.ts";
import { type DrillEnd, endOf } from "@/api/drills.ts";
import type { Drill, Instance } from "@/api/types.ts";
import { Facts } from "@/components/ui/facts.tsx";
import { TEXT_TONE, type Tone } from "@/components/ui/state-badge.tsx";
import { formatBytes, formatMeasured, formatMoment, formatNumber } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { verdictOf } from "../model/drill.ts";
import { DrillBeside } from "./drill-beside.tsx";
import { DrillProof } from "./drill-proof.tsx";
import { DrillSteps } from "./drill-steps.tsx";

const TONES: Record<DrillEnd, Tone> = { passed: "ok", failed: "bad", cancelled: "muted" };

/** One test: what it found and what that means, the proof, and how long it took. */
export function DrillCard({ machine, drill, open }: { machine: Instance; drill: Drill; open: boolean }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const end = endOf(drill);
  if (!end) return null;
  const time = formatMoment(drill.requested_at, clock.now(), locale);
  const { whole } = drill.seconds;
  return (
    <li>
      <details open={open} className="rounded-md border border-line">
        <summary className="flex min-h-9 cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 px-3 py-2">
          <span className={`font-semibold ${TEXT_TONE[TONES[end]]}`}>{t(`failover.drill.state.${end}`)}</span>
          <span className="num">{time}</span>
          <span className="text-muted">{t(drill.trigger === "schedule" ? "failover.drill.bySchedule" : "failover.drill.byUser")}</span>
          {whole !== null && <span className="num text-muted">{t("failover.drill.wholeAfter", { span: formatMeasured(whole, locale) })}</span>}
        </summary>
        <div className="flex flex-col gap-4 border-t border-line p-3">
          <Meaning drill={drill} end={end} />
          {drill.files && <DrillProof files={drill.files} />}
          <DrillFacts drill={drill} />
          <div className="grid gap-4 lg:grid-cols-2">
            <div className="min-w-0">
              <h3 className="pb-1 text-xs font-medium text-muted">{t("failover.drill.steps")}</h3>
              <DrillSteps drill={drill} label={t("failover.drill.stepsOf", { time })} answeredAt={0} />
            </div>
            <DrillBeside machine={machine.id} drill={drill} />
          </div>
        </div>
      </details>
    </li>
  );
}

function Meaning({ drill, end }: { drill: Drill; end: DrillEnd }) {
  const { t } = useTexts();
  return (
    <div className="flex max-w-prose flex-col gap-1">
      <p className={end === "failed" ? "font-medium text-bad" : ""}>{t(`failover.drill.means.${verdictOf(end, drill)}`)}</p>
      {drill.detail && <p className="break-words text-muted">{t("failover.drill.detail", { detail: drill.detail })}</p>}
    </div>
  );
}

function DrillFacts({ drill: { version, files, zone, machine_type: type } }: { drill: Drill }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const facts: (readonly [string, React.ReactNode])[] = [];
  if (files) facts.push([t("failover.drill.readBack"), <span key="read" className="num">{`${t("backup.files", { count: files.entries, n: formatNumber(files.entries, locale) })} · ${formatBytes(files.bytes, locale)}`}</span>]);
  if (version) {
    const of = version.frozen_at === null ? t("failover.history.unknown") : formatMoment(version.frozen_at, clock.now(), locale);
    facts.push([t("failover.history.point"), <span key="version" className="num">{t("failover.drill.version", { time: of, seq: version.seq })}</span>]);
  }
  if (zone) facts.push([t("failover.standby.zone"), zone]);
  if (type) facts.push([t("failover.standby.type"), type]);
  return facts.length > 0 ? <Facts items={facts} /> : null;
}
