import { useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "@/api/context.ts";
import { failoversQuery } from "@/api/failovers.ts";
import type { Instance, InstanceStandby } from "@/api/types.ts";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { canSave } from "@/components/ui/backup-reading.ts";
import { type Column, DataTable } from "@/components/ui/data-table.tsx";
import { measured, measuredWords } from "@/components/ui/failover-reading.ts";
import { Panel } from "@/components/ui/panel.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, nanos } from "@/lib/money.ts";

interface StandbyHelperProps {
  machine: Instance;
  standby: InstanceStandby;
  answeredAt: number;
}

type Policy = InstanceStandby["policy"];
const POLICIES: readonly Policy[] = ["cold", "off"];

/** What each choice would cost in work, time and money. Only what was measured or is charged is said. */
export function StandbyHelper({ machine, standby, answeredAt }: StandbyHelperProps) {
  const { t } = useTexts();
  const columns: Column<Policy>[] = [
    {
      id: "then",
      title: t("failover.standby.then"),
      lead: true,
      cell: (policy) => (
        <p className="font-semibold">
          {t(`failover.standby.${policy}`)}
          {policy === standby.policy && <span className="ml-2 rounded-md border border-standby px-1.5 text-xs font-medium text-standby">{t("failover.standby.now")}</span>}
        </p>
      ),
    },
    { id: "lose", title: t("failover.standby.lose"), cell: () => <Loss machine={machine} answeredAt={answeredAt} /> },
    { id: "long", title: t("failover.standby.long"), cell: (policy) => (policy === "off" ? <span>{t("failover.standby.longOff")}</span> : <Recovery machine={machine} />) },
    { id: "cost", title: t("failover.standby.cost"), right: true, cell: (policy) => (policy === "off" ? <span>{t("failover.standby.nothing")}</span> : <Cost standby={standby} />) },
  ];
  const noCloud = standby.policy === "cold" && standby.price_per_hour === null;
  return (
    <section aria-labelledby="helper-title" className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
      <h2 id="helper-title" className="text-base">
        {t("failover.standby.helper")}
      </h2>
      {noCloud && <p className="font-medium text-warn">{t("failover.standby.noCloud")}</p>}
      {!canSave(machine) && <p className="font-medium text-warn">{t("failover.standby.noBackup")}</p>}
      <DataTable caption={t("failover.standby.helper")} columns={columns} rows={POLICIES} keyOf={(policy) => policy} />
    </section>
  );
}

function Loss({ machine, answeredAt }: { machine: Instance; answeredAt: number }) {
  const { t } = useTexts();
  return (
    <div className="min-w-0">
      <p>{t("failover.standby.loseText")}</p>
      <p>
        <BackupAge machine={machine} answeredAt={answeredAt} />
      </p>
      <p className="text-muted">{t("failover.standby.running")}</p>
    </div>
  );
}

function Recovery({ machine }: { machine: Instance }) {
  const { t, locale } = useTexts();
  const answer = useInfiniteQuery(failoversQuery(useApi(), machine.id));
  return (
    <Panel answer={answer} rows={1} bare>
      {({ pages }) => <p className="num">{measuredWords(measured(pages.flatMap((page) => page.data), "standby"), t, locale)}</p>}
    </Panel>
  );
}

function Cost({ standby }: { standby: InstanceStandby }) {
  const { t, locale } = useTexts();
  const money = standby.price_per_hour;
  return (
    <div className="num">
      <p>{t("failover.standby.waiting")}</p>
      <p>{money ? t("failover.standby.active", { price: t("common.perHour", { price: formatMoney(nanos(money), locale, 4) }) }) : t("failover.standby.activeUnknown")}</p>
    </div>
  );
}
