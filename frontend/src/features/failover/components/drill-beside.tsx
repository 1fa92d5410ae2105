import { useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "@/api/context.ts";
import { failoversQuery } from "@/api/failovers.ts";
import type { Drill } from "@/api/types.ts";
import { type Column, DataTable } from "@/components/ui/data-table.tsx";
import { type Measured, measuredWords } from "@/components/ui/failover-reading.ts";
import { Panel } from "@/components/ui/panel.tsx";
import { formatMeasured } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { type Beside, besideMoves } from "../model/drill.ts";

/** The test's seconds beside those of the days when it was no test. */
export function DrillBeside({ machine, drill }: { machine: string; drill: Drill }) {
  const { t, locale } = useTexts();
  const answer = useInfiniteQuery(failoversQuery(useApi(), machine));
  const own = (found: Measured | null) => <span className={`num ${found ? "" : "text-muted"}`}>{measuredWords(found, t, locale)}</span>;
  const columns: Column<Beside>[] = [
    { id: "step", title: t("failover.drill.beside.step"), lead: true, cell: ({ name }) => <span className="font-medium">{t(`failover.drill.beside.${name}`)}</span> },
    { id: "drill", title: t("failover.drill.beside.drill"), right: true, cell: ({ drillS }) => <span className="num">{drillS === null ? t("failover.drill.beside.never") : formatMeasured(drillS, locale)}</span> },
    { id: "real", title: t("failover.drill.beside.real"), right: true, cell: (row) => own(row.own) },
  ];
  return (
    <div className="min-w-0">
      <h3 className="pb-1 text-xs font-medium text-muted">{t("failover.drill.beside.title")}</h3>
      <Panel answer={answer} rows={3} bare>
        {({ pages }) => <DataTable caption={t("failover.drill.beside.title")} columns={columns} rows={besideMoves(drill, pages.flatMap((page) => page.data))} keyOf={({ name }) => name} />}
      </Panel>
      <p className="pt-2 text-xs text-muted">{t("failover.drill.beside.note")}</p>
    </div>
  );
}
