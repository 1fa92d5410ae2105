import type { UseFormReturn } from "react-hook-form";
import { AreaField, CheckField, SelectField } from "@/components/ui/field.tsx";
import { formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import type { RentForm } from "../model/draft.ts";

const POLICIES = ["cold", "off"] as const;
const INTERVALS_S = [15, 30, 60, 300, 900] as const;

/** Files are saved unless somebody says no. */
export function SafetyFields({ form }: { form: UseFormReturn<RentForm> }) {
  const { t, locale } = useTexts();
  const on = form.watch("backups");
  return (
    <section aria-labelledby="safety-title" className="flex flex-col gap-4 rounded-md border border-line bg-surface p-4">
      <h2 id="safety-title" className="text-base">
        {t("rent.safety.title")}
      </h2>
      <CheckField label={t("rent.safety.on")} hint={t("rent.safety.onHint")} {...form.register("backups")} />
      {on ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField label={t("rent.safety.interval")} {...form.register("interval")}>
            {INTERVALS_S.map((seconds) => (
              <option key={seconds} value={String(seconds)}>
                {formatSpan(seconds, locale)}
              </option>
            ))}
          </SelectField>
          <AreaField label={t("rent.safety.exclude")} hint={t("rent.safety.excludeHint")} rows={2} spellCheck={false} {...form.register("exclude")} />
        </div>
      ) : (
        <p className="font-medium text-warn">{t("rent.safety.off")}</p>
      )}
      <SelectField label={t("rent.standby.label")} {...form.register("standby")}>
        {POLICIES.map((policy) => (
          <option key={policy} value={policy}>
            {t(`rent.standby.${policy}`)}
          </option>
        ))}
      </SelectField>
    </section>
  );
}
