import type { UseFormReturn } from "react-hook-form";
import { AreaField, CheckField, Field, SelectField } from "@/components/ui/field.tsx";
import { formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { allAbsolute, linesOf } from "../model/paths.ts";
import { INTERVALS_S, type PolicyForm } from "../model/policy.ts";

const WHOLE = /^\d{1,5}$/;
const BUCKET_FIELDS = [
  { name: "allHours", label: "allHours" },
  { name: "fiveMinutesHours", label: "fiveMinutes" },
  { name: "hourlyDays", label: "hourly" },
  { name: "dailyDays", label: "daily" },
] as const;

export function PolicyFields({ form }: { form: UseFormReturn<PolicyForm> }) {
  const { t, locale } = useTexts();
  const { errors } = form.formState;
  const interval = Number(form.watch("interval"));
  const steps = [...new Set([...INTERVALS_S, interval])].sort((a, b) => a - b);
  const validFolders = (text: string) => {
    const lines = linesOf(text);
    if (lines.length === 0) return t("backup.policy.needPath");
    return allAbsolute(lines) ? true : t("backup.policy.path");
  };
  return (
    <>
      <CheckField label={t("backup.policy.enabled")} hint={t("backup.policy.enabledHint")} {...form.register("enabled")} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label={t("backup.policy.interval")} {...form.register("interval")}>
          {steps.map((seconds) => (
            <option key={seconds} value={String(seconds)}>
              {formatSpan(seconds, locale)}
            </option>
          ))}
        </SelectField>
        <AreaField label={t("backup.policy.include")} hint={t("backup.policy.includeHint")} spellCheck={false} rows={2} error={errors.include?.message} {...form.register("include", { validate: validFolders })} />
      </div>
      <AreaField label={t("backup.policy.exclude")} hint={t("backup.policy.excludeHint")} spellCheck={false} error={errors.exclude?.message} {...form.register("exclude")} />
      <fieldset className="flex flex-col gap-2">
        <legend className="pb-1 font-medium">{t("backup.policy.retention")}</legend>
        <div className="grid grid-cols-2 items-end gap-3 lg:grid-cols-4">
          {BUCKET_FIELDS.map(({ name, label }) => (
            <Field
              key={name}
              label={t(`backup.policy.${label}`)}
              inputMode="numeric"
              error={errors[name]?.message}
              {...form.register(name, { validate: (text) => (WHOLE.test(text) ? true : t("backup.policy.number")) })}
            />
          ))}
        </div>
        <p className="text-xs text-muted">{t("backup.policy.retentionHint")}</p>
      </fieldset>
    </>
  );
}
