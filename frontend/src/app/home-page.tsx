import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useApi, usePlatform } from "@/api/context.ts";
import { lastEventsQuery } from "@/api/events.ts";
import { isAway } from "@/api/failovers.ts";
import { useLiveBalance } from "@/api/live-balance.ts";
import { machinesQuery } from "@/api/machines.ts";
import type { Instance } from "@/api/types.ts";
import { useBackupReading } from "@/components/ui/backup-age.tsx";
import type { BackupReading } from "@/components/ui/backup-reading.ts";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Ago } from "@/components/ui/figures.tsx";
import { PageHead } from "@/components/ui/page.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { StateBadge } from "@/components/ui/state-badge.tsx";
import { Timeline } from "@/components/ui/timeline.tsx";
import { BalanceTiles } from "@/features/billing/balance-tiles.tsx";
import { MachineList } from "@/features/machines/components/machine-list.tsx";
import { explain } from "@/features/machines/model/explain.ts";
import { formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

export function HomePage() {
  const { t } = useTexts();
  return (
    <>
      <PageHead
        title={t("common.nav.home")}
        aside={
          <ButtonLink look="primary" to="/market">
            {t("machine.rent")}
          </ButtonLink>
        }
      />
      <Attention />
      <BalanceTiles />
      <MachineList title={t("machine.title")} />
      <LastEvents />
    </>
  );
}

const SHORT_S = 3_600;

function inTrouble(machine: Instance): boolean {
  return machine.status === "suspect" || machine.status === "failed" || isAway(machine.status);
}

/** The words for a backup that is late or failing; null when it is not. */
function lateWords(reading: BackupReading | null): string | null {
  return reading?.tone === "bad" ? reading.words : null;
}

/** Only what asks for a person; nothing to say, nothing shown. */
function Attention() {
  const { t, locale } = useTexts();
  const answer = useQuery(machinesQuery(useApi()));
  const reading = useBackupReading();
  const entries = (answer.data?.data ?? []).map((machine) => ({ machine, late: lateWords(reading(machine, answer.dataUpdatedAt)) }));
  const shown = entries.filter(({ machine, late }) => inTrouble(machine) || late !== null);
  const { now } = useLiveBalance();
  const low = now !== null && now.runwayS !== null && now.runwayS < SHORT_S;
  if (shown.length === 0 && !low) return null;
  return (
    <section aria-labelledby="attention" className="rounded-md border border-warn bg-surface p-4">
      <h2 id="attention" className="mb-2 text-base">
        {t("billing.attention.title")}
      </h2>
      <ul className="flex flex-col gap-2">
        {low && (
          <li className="font-medium text-warn">
            <Link to="/billing" className="text-inherit">
              {now.runwayS === 0 ? t("billing.attention.out") : t("billing.attention.low", { time: formatSpan(now.runwayS, locale) })}
            </Link>
          </li>
        )}
        {shown.map(({ machine, late }) => (
          <li key={machine.id} className="flex flex-wrap items-center gap-3">
            <Link to={`/machines/${machine.id}`}>{machine.name}</Link>
            <StateBadge status={machine.status} />
            {inTrouble(machine) && <Words machine={machine} />}
            {late !== null && (
              <Link to={`/machines/${machine.id}/backups`} className="num font-medium text-bad">
                {t("backup.attention", { words: late })}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why, since when, and for a machine without its GPU what that is billed at. */
function Words({ machine }: { machine: Instance }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const { why, now } = explain(machine, clock.now(), t, locale);
  const away = isAway(machine.status);
  return (
    <span className="min-w-0 flex-1 basis-64">
      {why}
      <span className="num text-muted">
        {" · "}
        <Ago at={machine.status_since} />
        {away && ` · ${now} · `}
      </span>
      {away && <Link to={`/machines/${machine.id}/failover`} className="underline">{t("failover.banner.timeline")}</Link>}
    </span>
  );
}

function LastEvents() {
  const { t } = useTexts();
  const api = useApi();
  const answer = useQuery(lastEventsQuery(api));
  const machines = useQuery(machinesQuery(api)).data?.data ?? [];
  const subject = (id: string | null) => {
    const machine = machines.find((one) => one.id === id);
    return machine && <Link to={`/machines/${machine.id}`} className="mr-2 font-medium">{machine.name}</Link>;
  };
  return (
    <Panel title={t("billing.events.title")} answer={answer} rows={5} isEmpty={(list) => list.data.length === 0} empty={<p className="py-4 text-muted">{t("billing.events.empty")}</p>}>
      {(list) => <Timeline events={list.data} subject={(event) => subject(event.instance)} />}
    </Panel>
  );
}
