import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { useApi } from "@/api/context.ts";
import { gpusQuery, offersQuery } from "@/api/market.ts";
import { Button } from "@/components/ui/button.tsx";
import { Empty } from "@/components/ui/empty.tsx";
import { PageHead } from "@/components/ui/page.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { FilterBar } from "./filter-bar.tsx";
import { asQuery, FILTER_NAMES, type MarketFilter, readFilter } from "./filter-state.ts";
import { HistoryPanel } from "./history-panel.tsx";
import { OfferTable } from "./offer-table.tsx";

export function MarketPage() {
  const { t } = useTexts();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const filter = readFilter(params);
  const gpus = useQuery(gpusQuery(api));
  const offers = useInfiniteQuery(offersQuery(api, asQuery(filter)));
  const change = useCallback(
    (name: keyof MarketFilter, value: string) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === "") after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
  const rows = offers.data?.pages.flatMap((page) => page.data) ?? [];
  const models = gpus.data?.data ?? [];
  const clear = () =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const name of FILTER_NAMES) after.delete(name);
        return after;
      },
      { replace: true },
    );
  const found = offers.hasNextPage ? t("market.foundMore", { count: rows.length }) : t("market.found", { count: rows.length });
  return (
    <>
      <PageHead title={t("market.title")} lead={t("market.lead")} />
      <section className="rounded-md border border-line bg-surface p-4">
        <FilterBar filter={filter} gpus={models} onChange={change} onClear={clear} />
      </section>
      {filter.gpu !== "" && <HistoryPanel key={filter.gpu} gpu={filter.gpu} name={models.find((gpu) => gpu.id === filter.gpu)?.name ?? filter.gpu} />}
      <Panel
        answer={offers}
        rows={10}
        aside={
          offers.data && (
            <p role="status" className="num text-muted">
              {found}
            </p>
          )
        }
        isEmpty={() => rows.length === 0}
        empty={
          <Empty title={t("market.empty.title")} action={<Button onClick={clear}>{t("market.filter.clear")}</Button>}>
            {t("market.empty.text")}
          </Empty>
        }
      >
        {() => (
          <div className="flex flex-col gap-3">
            <OfferTable offers={rows} />
            {offers.hasNextPage && (
              <Button className="self-center" busy={offers.isFetchingNextPage} onClick={() => void offers.fetchNextPage()}>
                {t("common.more")}
              </Button>
            )}
          </div>
        )}
      </Panel>
    </>
  );
}
