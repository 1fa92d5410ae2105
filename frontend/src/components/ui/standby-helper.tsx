import { type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem.ts";
import type { DryRun, StandbyPolicy, StandbyQuote } from "@/api/types.ts";
import { formatMeasured } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, nanos } from "@/lib/money.ts";
import { Button } from "./button.tsx";
import { type Column, DataTable } from "./data-table.tsx";
import { Field, SelectField } from "./field.tsx";
import type { Answer } from "./panel.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { Skeleton } from "./skeleton.tsx";
import { advise, bytesOf, type Patience, PATIENCE_S } from "./standby-advice.ts";
import { AdviceText } from "./standby-why.tsx";

interface StandbyHelperProps {
  title: string;
  /** The dry run whose `standby` says what each policy comes to. */
  answer: Answer<DryRun>;
  chosen: StandbyPolicy;
  onChoose: (policy: StandbyPolicy) => void;
  savesFiles: boolean;
  /** What a loss of the box takes along. */
  loss: ReactNode;
  /** What was measured on this very machine, beside what was on all of them. */
  own?: ReactNode;
  /** Of the files that are there already. */
  gigabytes?: string;
  /** At which they came back when it was measured; null: it never was. */
  bytesPerSecond?: number | null;
}

const POLICIES: readonly StandbyPolicy[] = ["cold", "off"];
const PATIENCES = Object.keys(PATIENCE_S) as Patience[];

/** What each choice would cost in work, time and money, and which one fits two answers. Only what was measured or is charged is said. */
export function StandbyHelper({ title, answer, chosen, onChoose, savesFiles, loss, own, gigabytes = "", bytesPerSecond = null }: StandbyHelperProps) {
  const { t } = useTexts();
  const [patience, setPatience] = useState<Patience>("tenMinutes");
  const [typed, setTyped] = useState(gigabytes);
  const cold = answer.data ? (answer.data.standby?.find(({ policy }) => policy === "cold") ?? null) : undefined;
  const advice = cold === undefined ? null : advise(patience, cold, savesFiles);
  const failed = answer.error === null || answer.error === undefined ? null : asProblem(answer.error);
  // What is still being typed may not be there to be had; the form says so when it is saved.
  const unfit = failed?.code === "validation_failed";
  const known = (words: (quote: StandbyQuote) => ReactNode) => {
    if (cold) return words(cold);
    return cold === undefined && !failed ? <Skeleton rows={1} className="w-24" /> : <span className="text-muted">{t(unfit ? "failover.helper.unfit" : "failover.helper.unknown")}</span>;
  };
  const columns: Column<StandbyPolicy>[] = [
    { id: "then", title: t("failover.standby.then"), lead: true, cell: (policy) => <Choice policy={policy} chosen={policy === chosen} advised={policy === advice?.policy} /> },
    { id: "lose", title: t("failover.standby.lose"), cell: () => loss },
    {
      id: "long",
      title: t("failover.standby.long"),
      cell: (policy) =>
        policy === "off" ? (
          <span>{t("failover.standby.longOff")}</span>
        ) : (
          <div className="min-w-0">
            {known((quote) => <Recovery quote={quote} />)}
            {own}
          </div>
        ),
    },
    { id: "cost", title: t("failover.standby.cost"), right: true, cell: (policy) => (policy === "off" ? <span>{t("failover.standby.nothing")}</span> : known((quote) => <Cost quote={quote} />)) },
  ];
  return (
    <section aria-labelledby="helper-title" className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
      <h2 id="helper-title" className="text-base">
        {title}
      </h2>
      {failed && !unfit && <ProblemNote problem={failed} onRetry={() => void answer.refetch()} />}
      {cold === null && <p className="font-medium text-warn">{t("failover.standby.noCloud")}</p>}
      {!savesFiles && <p className="font-medium text-warn">{t("failover.standby.noBackup")}</p>}
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label={t("failover.helper.patience")} value={patience} onChange={(event) => setPatience(PATIENCES.find((one) => one === event.target.value) ?? "tenMinutes")}>
          {PATIENCES.map((one) => (
            <option key={one} value={one}>
              {t(`failover.helper.after.${one}`)}
            </option>
          ))}
        </SelectField>
        <Field label={t("failover.helper.files")} inputMode="decimal" autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </div>
      {advice && (
        <div role="status" className="flex flex-col items-start gap-2 rounded-md border border-accent p-3">
          <AdviceText advice={advice} cold={cold ?? null} patience={patience} bytes={bytesOf(typed)} bytesPerSecond={bytesPerSecond} />
          {advice.policy !== chosen && (
            <Button small onClick={() => onChoose(advice.policy)}>
              {t("failover.helper.take")}
            </Button>
          )}
        </div>
      )}
      <DataTable caption={title} columns={columns} rows={POLICIES} keyOf={(policy) => policy} />
    </section>
  );
}

function Choice({ policy, chosen, advised }: { policy: StandbyPolicy; chosen: boolean; advised: boolean }) {
  const { t } = useTexts();
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
      {t(`failover.standby.${policy}`)}
      {chosen && <span className="rounded-md border border-standby px-1.5 text-xs font-medium text-standby">{t("failover.helper.chosen")}</span>}
      {advised && <span className="rounded-md border border-accent px-1.5 text-xs font-medium text-accent">{t("failover.helper.advised")}</span>}
    </p>
  );
}

function Recovery({ quote: { recovery } }: { quote: StandbyQuote }) {
  const { t, locale } = useTexts();
  if (!recovery || recovery.n === 0) return <p className="text-muted">{t("failover.helper.noCase")}</p>;
  return (
    <div className="num">
      <p>{t("failover.helper.recovery", { p50: formatMeasured(recovery.p50_s, locale), p95: formatMeasured(recovery.p95_s, locale) })}</p>
      <p className="text-muted">{t("failover.helper.measured", { n: recovery.n })}</p>
    </div>
  );
}

function Cost({ quote: { waiting_per_hour: waiting, active_per_hour: active } }: { quote: StandbyQuote }) {
  const { t, locale } = useTexts();
  const rate = (money: NonNullable<typeof active>) => t("common.perHour", { price: formatMoney(nanos(money), locale, 4) });
  return (
    <div className="num">
      {waiting && <p>{nanos(waiting) === 0n ? t("failover.standby.waiting") : t("failover.helper.waiting", { price: rate(waiting) })}</p>}
      <p>{active ? t("failover.standby.active", { price: rate(active) }) : t("failover.helper.activeUnknown")}</p>
    </div>
  );
}
