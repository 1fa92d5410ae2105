import { useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "@/api/context.ts";
import { failoversQuery } from "@/api/failovers.ts";
import type { Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { MoveCard } from "./move-card.tsx";

export function HistoryPanel({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const answer = useInfiniteQuery(failoversQuery(useApi(), machine.id));
  return (
    <Panel title={t("failover.history.title")} answer={answer} rows={5} isEmpty={({ pages }) => pages.every((page) => page.data.length === 0)} empty={<p className="py-4 text-muted">{t("failover.history.empty")}</p>}>
      {({ pages }) => (
        <div className="flex flex-col gap-3">
          <ul className="flex flex-col gap-3">
            {pages
              .flatMap((page) => page.data)
              .map((move, index) => (
                <MoveCard key={move.id} move={move} open={index === 0} answeredAt={answer.dataUpdatedAt} />
              ))}
          </ul>
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
