import type { UseFormReturn } from "react-hook-form";
import { CheckField, Field, SelectField } from "@/components/ui/field.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { CLOUD_NAME, DRILL_DAYS, type StandbyForm } from "../model/standby.ts";

const POLICIES = ["cold", "off"] as const;

export function StandbyFields({ form }: { form: UseFormReturn<StandbyForm> }) {
  const { t } = useTexts();
  const { errors } = form.formState;
  const cold = form.watch("policy") === "cold";
  const days = form.watch("drillDays");
  const offered: readonly string[] = DRILL_DAYS;
  const validZone = (text: string) => (text.trim() === "" || CLOUD_NAME.test(text.trim()) ? true : t("failover.standby.zoneRule"));
  const validType = (text: string) => (CLOUD_NAME.test(text.trim()) ? true : t("failover.standby.typeRule"));
  return (
    <>
      <SelectField label={t("failover.standby.policy")} {...form.register("policy")}>
        {POLICIES.map((policy) => (
          <option key={policy} value={policy}>
            {t(`failover.standby.${policy}`)}
          </option>
        ))}
      </SelectField>
      {cold && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("failover.standby.zone")} hint={t("failover.standby.zoneHint")} autoComplete="off" autoCapitalize="off" spellCheck={false} error={errors.zone?.message} {...form.register("zone", { validate: validZone })} />
            <Field label={t("failover.standby.type")} autoComplete="off" autoCapitalize="off" spellCheck={false} error={errors.type?.message} {...form.register("type", { validate: validType })} />
          </div>
          <CheckField label={t("failover.standby.spot")} hint={t("failover.standby.spotHint")} {...form.register("spot")} />
          <SelectField label={t("failover.standby.drillDays")} hint={t("failover.standby.drillHint")} {...form.register("drillDays")}>
            <option value="">{t("failover.standby.drillNever")}</option>
            {[...offered, ...(days === "" || offered.includes(days) ? [] : [days])].map((every) => (
              <option key={every} value={every}>
                {t("failover.standby.drillEvery", { days: every })}
              </option>
            ))}
          </SelectField>
        </>
      )}
    </>
  );
}
