import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useForm } from "react-hook-form";
import { useSearchParams } from "react-router";
import { accountQuery } from "@/api/account.ts";
import { usePlatform } from "@/api/context.ts";
import { dryRunQuery } from "@/api/machines.ts";
import { offerQuery } from "@/api/market.ts";
import { asProblem } from "@/api/problem.ts";
import { Button, ButtonLink } from "@/components/ui/button.tsx";
import { Empty } from "@/components/ui/empty.tsx";
import { PageHead } from "@/components/ui/page.tsx";
import { ProblemNote, useProblemText } from "@/components/ui/problem-note.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { useSettled } from "@/lib/use-settled.ts";
import { formatMoney, nanos } from "@/lib/money.ts";
import { CostCard } from "./components/cost-card.tsx";
import { HardwarePanel, NearestOffers } from "./components/hardware-panel.tsx";
import { KeyChoice } from "./components/key-choice.tsx";
import { RestoredFiles, SameHardware } from "./components/restored-files.tsx";
import { RentHelper } from "./components/rent-helper.tsx";
import { RentFields } from "./components/rent-fields.tsx";
import { SafetyFields } from "./components/safety-fields.tsx";
import { EMPTY_FORM, loadDraft, type RentForm, saveDraft } from "./model/draft.ts";
import { priceOrder, readRestoreFrom, readSource, type Source } from "./model/order.ts";
import { useRent } from "./use-rent.ts";

export function RentPage() {
  const { t } = useTexts();
  const { api } = usePlatform();
  const [params] = useSearchParams();
  const source = readSource(params);
  const restoreFrom = readRestoreFrom(params);
  const account = useQuery(accountQuery(api));
  if (!source && restoreFrom) {
    return (
      <>
        <PageHead title={t("rent.title")} />
        <SameHardware backup={restoreFrom} />
      </>
    );
  }
  if (!source) {
    return (
      <>
        <PageHead title={t("rent.title")} />
        <Empty
          title={t("rent.nothing.title")}
          action={
            <ButtonLink look="primary" to="/market">
              {t("rent.nothing.market")}
            </ButtonLink>
          }
        >
          {t("rent.nothing.text")}
        </Empty>
      </>
    );
  }
  return (
    <>
      <PageHead title={t("rent.title")} />
      {account.data ? <RentBody key={restoreFrom ?? ""} user={account.data.id} source={source} restoreFrom={restoreFrom} /> : account.error ? <ProblemNote problem={asProblem(account.error)} /> : <Skeleton rows={8} />}
    </>
  );
}

function RentBody({ user, source, restoreFrom }: { user: string; source: Source; restoreFrom: string | null }) {
  const { t, locale } = useTexts();
  const { api, clock } = usePlatform();
  const form = useForm<RentForm>({ mode: "onTouched", defaultValues: loadDraft(user, clock.now()) ?? EMPTY_FORM });
  const values = form.watch();
  const settledValues = useSettled(JSON.stringify(values), 300);
  useEffect(() => saveDraft(user, JSON.parse(settledValues) as RentForm, clock.now()), [user, settledValues, clock]);
  const settled = JSON.parse(settledValues) as RentForm;
  const run = useQuery({ ...dryRunQuery(api, priceOrder(source, settled.disk, settled.limit, restoreFrom)), placeholderData: keepPreviousData });
  const offer = useQuery({ ...offerQuery(api, source.kind === "offer" ? source.offer : ""), enabled: source.kind === "offer" }).data;
  const needDisk = useCallback(
    (gb: number) => {
      if (Number(form.getValues("disk")) < gb) form.setValue("disk", String(gb));
    },
    [form],
  );
  const rent = useRent(user, source, restoreFrom, form);
  const text = useProblemText();
  const refusal = run.data?.refusals[0];
  const problem = rent.error ? asProblem(rent.error) : null;
  const gone = [refusal?.code, problem?.code, run.error ? asProblem(run.error).code : undefined].some((code) => code === "offer_gone" || code === "no_offer_matches");
  const price = run.data?.price_per_hour;
  const label = price ? t("rent.submit", { price: t("common.perHour", { price: formatMoney(nanos(price), locale, 4) }) }) : t("rent.submitPlain");
  return (
    <form className="grid items-start gap-4 lg:grid-cols-[1fr_22rem]" noValidate onSubmit={(event) => void form.handleSubmit((valid) => rent.mutate(valid))(event)}>
      <div className="flex min-w-0 flex-col gap-4">
        <HardwarePanel source={source} />
        {gone && <NearestOffers gone={offer} />}
        {restoreFrom && <RestoredFiles backup={restoreFrom} disk={settled.disk} onNeed={needDisk} />}
        <RentFields form={form} offer={offer} />
        <SafetyFields form={form} />
        <RentHelper form={form} answer={run} />
        <KeyChoice chosen={values.keys} onChange={(keys) => form.setValue("keys", keys)} />
      </div>
      <CostCard answer={run}>
        {problem && <ProblemNote problem={problem} />}
        <Button type="submit" look="primary" busy={rent.isPending || (run.isFetching && !run.data)} refusedBecause={refusal ? text(refusal).title : null}>
          <span className="num">{label}</span>
        </Button>
      </CostCard>
    </form>
  );
}
