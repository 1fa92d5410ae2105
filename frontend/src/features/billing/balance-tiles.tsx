import { useLiveBalance } from "@/api/live-balance.ts";
import type { Balance } from "@/api/types.ts";
import { Tile } from "@/components/ui/facts.tsx";
import { Money, Rate } from "@/components/ui/figures.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { formatDateTime, formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** Available, burn and how long it lasts; with `full` the parts that available is made of. */
export function BalanceTiles({ full = false }: { full?: boolean }) {
  const { answer, now } = useLiveBalance();
  return (
    <Panel answer={answer} bare rows={3}>
      {(balance) => (
        <div className={`grid grid-cols-2 gap-3 md:grid-cols-3 ${full ? "" : "max-md:*:last:col-span-2"}`}>
          {now && <LiveTiles balance={balance} now={now} />}
          {full && <PartTiles balance={balance} />}
        </div>
      )}
    </Panel>
  );
}

function LiveTiles({ balance, now }: { balance: Balance; now: { available: bigint; burn: bigint; runwayS: number | null } }) {
  const { t, locale } = useTexts();
  return (
    <>
      <Tile name={t("billing.available")} hint={t("billing.availableHint")}>
        <Money value={now.available} decimals={4} />
      </Tile>
      <Tile name={t("billing.burn")}>
        <Rate value={now.burn} />
      </Tile>
      <Tile name={t("billing.lasts")} hint={balance.runs_out_at ? t("billing.runsOut", { date: formatDateTime(balance.runs_out_at, locale) }) : undefined}>
        {now.runwayS === null ? <span className="text-base font-normal text-muted">{t("billing.forever")}</span> : formatSpan(now.runwayS, locale)}
      </Tile>
    </>
  );
}

function PartTiles({ balance }: { balance: Balance }) {
  const { t } = useTexts();
  return (
    <>
      <Tile name={t("billing.posted")} hint={t("billing.postedHint")}>
        <Money value={balance.posted} decimals={6} />
      </Tile>
      <Tile name={t("billing.held")} hint={t("billing.heldHint")}>
        <Money value={balance.held} decimals={6} />
      </Tile>
      <Tile name={t("billing.accrued")} hint={t("billing.accruedHint")}>
        <Money value={balance.accrued} decimals={6} />
      </Tile>
    </>
  );
}
