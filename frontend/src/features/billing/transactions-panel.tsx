import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useApi } from "@/api/context.ts";
import { transactionsQuery } from "@/api/billing.ts";
import type { Transaction } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { type Column, DataTable } from "@/components/ui/data-table.tsx";
import { Money } from "@/components/ui/figures.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { formatDateTime } from "@/lib/format.ts";
import { en } from "@/lib/i18n/en/index.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { nanos } from "@/lib/money.ts";

type Kind = keyof typeof en.billing.kind;

function kindOf(kind: string): Kind {
  return kind in en.billing.kind ? (kind as Kind) : "other";
}

export function TransactionsPanel() {
  const { t } = useTexts();
  const answer = useInfiniteQuery(transactionsQuery(useApi()));
  const rows = answer.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Panel title={t("billing.transactions.title")} answer={answer} rows={5} isEmpty={() => rows.length === 0} empty={<p className="py-4 text-muted">{t("billing.transactions.empty")}</p>}>
      {() => (
        <div className="flex flex-col gap-3">
          <TransactionTable rows={rows} />
          {answer.hasNextPage && (
            <Button className="self-center" busy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
              {t("common.more")}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}

function TransactionTable({ rows }: { rows: readonly Transaction[] }) {
  const { t, locale } = useTexts();
  const columns: Column<Transaction>[] = [
    { id: "date", title: t("billing.transactions.date"), cell: (row) => <span className="num whitespace-nowrap">{formatDateTime(row.occurred_at, locale)}</span> },
    { id: "kind", title: t("billing.transactions.kind"), cell: (row) => t(`billing.kind.${kindOf(row.kind)}`) },
    {
      id: "what",
      title: t("billing.transactions.what"),
      cell: (row) => (row.instance ? <Link to={`/machines/${row.instance}`}>{row.description ?? row.instance}</Link> : <span>{row.description ?? "–"}</span>),
    },
    {
      id: "amount",
      title: t("billing.transactions.amount"),
      right: true,
      cell: (row) => (
        <span className={nanos(row.amount) > 0n ? "text-ok" : ""}>
          <Money value={row.amount} decimals={6} />
        </span>
      ),
    },
    { id: "after", title: t("billing.transactions.after"), right: true, cell: (row) => (row.balance_after ? <Money value={row.balance_after} decimals={6} /> : <span>{"–"}</span>) },
  ];
  return <DataTable caption={t("billing.transactions.title")} columns={columns} rows={rows} keyOf={(row) => row.id} />;
}
