import { useQuery } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { balanceQuery } from "@/api/billing.ts";
import { usePlatform } from "@/api/context.ts";
import type { DryRun } from "@/api/types.ts";
import { Money, Rate } from "@/components/ui/figures.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { PriceParts } from "@/components/ui/price-parts.tsx";
import { useProblemText } from "@/components/ui/problem-note.tsx";
import { formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { nanos, perSecond } from "@/lib/money.ts";

/** Every figure comes from one dry run of the very order that the button sends. */
export function CostCard({ answer, children }: { answer: UseQueryResult<DryRun>; children: React.ReactNode }) {
  const { t } = useTexts();
  return (
    <div className="lg:sticky lg:top-4">
      <Panel title={t("rent.cost.title")} answer={answer} rows={7}>
        {(run) => (
          <div className="flex flex-col gap-4">
            <Figures run={run} />
            <Refusals run={run} />
          </div>
        )}
      </Panel>
      <div className="mt-4 flex flex-col gap-2">
        {children}
        <p className="text-xs text-muted">{t("rent.cost.billing")}</p>
      </div>
    </div>
  );
}

function Figures({ run }: { run: DryRun }) {
  const { t, locale } = useTexts();
  const { api, clock } = usePlatform();
  const balance = useQuery(balanceQuery(api, clock)).data;
  if (!run.price_per_hour) return null;
  const hour = nanos(run.price_per_hour);
  const rows: [string, React.ReactNode][] = [
    [t("rent.cost.second"), <Money key="s" value={perSecond(hour)} decimals={7} />],
    [t("rent.cost.day"), <Money key="d" value={hour * 24n} />],
  ];
  if (run.hold) rows.push([t("rent.cost.hold"), <Money key="h" value={run.hold} decimals={4} />]);
  if (run.reserve) rows.push([t("rent.cost.reserve"), <Money key="r" value={run.reserve} decimals={4} />]);
  return (
    <>
      <p className="text-xl font-semibold">
        <Rate value={hour} />
      </p>
      {run.components && <PriceParts parts={run.components} />}
      <dl className="flex flex-col gap-1 border-t border-line pt-3">
        {rows.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {balance && (
          <div className="flex justify-between gap-4">
            <dt className="text-muted">{t("billing.available")}</dt>
            <dd>
              <Money value={balance.available} />
            </dd>
          </div>
        )}
      </dl>
      {run.runway_s !== null && <p className="font-medium">{t("rent.cost.runway", { time: formatSpan(run.runway_s, locale) })}</p>}
    </>
  );
}

function Refusals({ run }: { run: DryRun }) {
  const text = useProblemText();
  if (run.refusals.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2">
      {run.refusals.map((refusal) => {
        const words = text(refusal);
        return (
          <li key={refusal.code} className="rounded-md border border-bad/50 bg-bad/5 px-3 py-2">
            <p className="font-medium text-bad">{words.title}</p>
            {words.detail && <p>{words.detail}</p>}
          </li>
        );
      })}
    </ul>
  );
}
