import type { UseFormReturn } from "react-hook-form";
import type { DryRun, StandbyQuote } from "@/api/types.ts";
import { SelectField } from "@/components/ui/field.tsx";
import { formatMeasured } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, nanos } from "@/lib/money.ts";
import type { RentForm } from "../model/draft.ts";

const POLICIES = ["cold", "off"] as const;

/** What happens when the box is lost, with the price and the time of it where the dry run knows them. */
export function StandbyChoice({ form, quotes }: { form: UseFormReturn<RentForm>; quotes: DryRun["standby"] }) {
  const { t } = useTexts();
  const words = useQuoteWords();
  const chosen = form.watch("standby");
  const quote = quotes?.find(({ policy }) => policy === chosen);
  const empty = chosen === "cold" && !form.watch("backups");
  const hint = [quote && words(quote), empty && t("rent.standby.noBackup")].filter(Boolean).join(" ");
  return (
    <SelectField label={t("rent.standby.label")} {...(hint === "" ? {} : { hint: <span className="num">{hint}</span> })} {...form.register("standby")}>
      {POLICIES.map((policy) => (
        <option key={policy} value={policy}>
          {t(`rent.standby.${policy}`)}
        </option>
      ))}
    </SelectField>
  );
}

function useQuoteWords(): (quote: StandbyQuote) => string {
  const { t, locale } = useTexts();
  const rate = (money: NonNullable<StandbyQuote["active_per_hour"]>) => t("common.perHour", { price: formatMoney(nanos(money), locale, 4) });
  return ({ waiting_per_hour: waiting, active_per_hour: active, recovery }) =>
    [
      waiting && t("rent.standby.waiting", { price: rate(waiting) }),
      active && t("rent.standby.active", { price: rate(active) }),
      recovery && recovery.n > 0 && t("rent.standby.took", { time: formatMeasured(recovery.p50_s, locale), n: recovery.n }),
    ]
      .filter(Boolean)
      .join(" ");
}
