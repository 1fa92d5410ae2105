import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/api/context.ts";
import { attemptsQuery } from "@/api/machines.ts";
import type { Attempt, Instance } from "@/api/types.ts";
import { type Column, DataTable } from "@/components/ui/data-table.tsx";
import { Ago } from "@/components/ui/figures.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { formatNumber, vendorName } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

export function AttemptsTab({ machine }: { machine: Instance }) {
  const { t, locale } = useTexts();
  const answer = useQuery(attemptsQuery(useApi(), machine.id));
  const columns: Column<Attempt>[] = [
    { id: "n", title: t("machine.attempts.n"), cell: (attempt) => <span className="num">{attempt.n}</span> },
    {
      id: "offer",
      title: t("machine.attempts.offer"),
      lead: true,
      cell: (attempt) => (
        <div>
          <p className="font-medium">{`${attempt.offer.gpu} · ${vendorName(attempt.offer.vendor)}`}</p>
          <code className="text-xs break-all text-muted">{attempt.offer.id}</code>
        </div>
      ),
    },
    { id: "outcome", title: t("machine.attempts.outcome"), cell: (attempt) => <code className="text-xs">{attempt.code ?? attempt.outcome}</code> },
    { id: "answer", title: t("machine.attempts.answer"), cell: (attempt) => <span className="break-words">{attempt.detail ?? attempt.outcome}</span> },
    { id: "took", title: t("machine.attempts.took"), right: true, cell: (attempt) => <span className="num whitespace-nowrap">{attempt.ms === null ? "–" : `${formatNumber(attempt.ms, locale)} ms`}</span> },
    { id: "at", title: t("machine.attempts.at"), right: true, cell: (attempt) => <Ago at={attempt.started_at} /> },
  ];
  return (
    <Panel title={t("machine.attempts.title")} answer={answer} isEmpty={(list) => list.data.length === 0} empty={<p className="py-4 text-muted">{t("machine.attempts.empty")}</p>}>
      {(list) => <DataTable caption={t("machine.attempts.title")} columns={columns} rows={list.data} keyOf={(attempt) => String(attempt.n)} />}
    </Panel>
  );
}
