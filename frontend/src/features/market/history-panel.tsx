import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useApi } from "@/api/context.ts";
import { spotPricesQuery } from "@/api/market.ts";
import type { SpotPrice } from "@/api/types.ts";
import { type Column, DataTable } from "@/components/ui/data-table.tsx";
import { Rate } from "@/components/ui/figures.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { formatDateTime } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { decimal, formatMoney, nanos } from "@/lib/money.ts";

const PriceHistory = lazy(() => import("@/components/charts/price-history.tsx"));

function toDraw(price: SpotPrice) {
  const number = (money: SpotPrice["median"]) => Number(decimal(nanos(money), 6));
  return { at: price.at, p10: number(price.p10), median: number(price.median), p90: number(price.p90) };
}

export function HistoryPanel({ gpu, name }: { gpu: string; name: string }) {
  const { t } = useTexts();
  const answer = useQuery(spotPricesQuery(useApi(), gpu));
  return (
    <Panel
      title={t("market.history.title", { gpu: name })}
      answer={answer}
      rows={6}
      isEmpty={(list) => list.data.length === 0}
      empty={<p className="py-4 text-muted">{t("market.history.none")}</p>}
    >
      {(list) => <History prices={list.data} name={name} />}
    </Panel>
  );
}

function History({ prices, name }: { prices: readonly SpotPrice[]; name: string }) {
  const { t, locale } = useTexts();
  const last = prices[prices.length - 1];
  const all = prices.flatMap((price) => [nanos(price.p10), nanos(price.p90)]);
  const show = (value: bigint) => formatMoney(value, locale, 3);
  const summary = t("market.history.summary", {
    gpu: name,
    low: show(all.reduce((a, b) => (a < b ? a : b))),
    high: show(all.reduce((a, b) => (a > b ? a : b))),
    median: last ? show(nanos(last.median)) : "",
    offers: last?.offers ?? 0,
  });
  const names = { p10: t("market.history.p10"), median: t("market.history.median"), p90: t("market.history.p90"), axis: t("market.history.axis") };
  const columns: Column<SpotPrice>[] = [
    { id: "at", title: t("market.history.time"), cell: (price) => <span className="num">{formatDateTime(price.at, locale)}</span> },
    { id: "p10", title: names.p10, right: true, cell: (price) => <Rate value={price.p10} /> },
    { id: "median", title: names.median, right: true, cell: (price) => <Rate value={price.median} /> },
    { id: "p90", title: names.p90, right: true, cell: (price) => <Rate value={price.p90} /> },
    { id: "offers", title: t("market.history.offers"), right: true, cell: (price) => <span className="num">{price.offers}</span> },
  ];
  return (
    <div className="flex flex-col gap-3">
      <p className="num text-muted">{summary}</p>
      <Suspense fallback={<div className="h-56" />}>
        <PriceHistory points={prices.map(toDraw)} names={names} locale={locale} summary={summary} />
      </Suspense>
      <details>
        <summary className="min-h-6 cursor-pointer text-accent">{t("market.history.table")}</summary>
        <div className="max-h-72 overflow-y-auto pt-2">
          <DataTable caption={summary} columns={columns} rows={[...prices].reverse()} keyOf={(price) => price.at} />
        </div>
      </details>
    </div>
  );
}
