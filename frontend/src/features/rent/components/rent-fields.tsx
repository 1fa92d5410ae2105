import type { UseFormReturn } from "react-hook-form";
import type { Offer } from "@/api/types.ts";
import { AreaField, Field } from "@/components/ui/field.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import type { RentForm } from "../model/draft.ts";
import { AMOUNT, DISK_MAX, DISK_MIN, NAME, readEnv } from "../model/order.ts";

export function RentFields({ form, offer }: { form: UseFormReturn<RentForm>; offer: Offer | undefined }) {
  const { t } = useTexts();
  const { errors } = form.formState;
  const max = Math.min(DISK_MAX, offer?.disk_gb_max ?? DISK_MAX);
  const diskRule = t("rent.diskRule", { min: DISK_MIN, max });
  const validDisk = (text: string) => (/^\d+$/.test(text) && Number(text) >= DISK_MIN && Number(text) <= max ? true : diskRule);
  const validEnv = (text: string) => {
    const reading = readEnv(text);
    return reading.ok ? true : t("rent.envRule", { line: reading.line });
  };
  return (
    <section className="flex flex-col gap-4 rounded-md border border-line bg-surface p-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("rent.name")}
          hint={t("rent.nameHint")}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          error={errors.name?.message}
          {...form.register("name", { validate: (name) => (name === "" || NAME.test(name) ? true : t("rent.nameRule")) })}
        />
        <Field
          label={t("rent.disk")}
          inputMode="numeric"
          hint={offer ? t("rent.diskMax", { gb: offer.disk_gb_max }) : undefined}
          error={errors.disk?.message}
          {...form.register("disk", { validate: validDisk })}
        />
      </div>
      <Field label={t("rent.image")} hint={t("rent.imageHint")} autoComplete="off" spellCheck={false} error={errors.image?.message} {...form.register("image")} />
      <details>
        <summary className="min-h-6 cursor-pointer text-accent">{t("rent.more")}</summary>
        <div className="flex flex-col gap-4 pt-4">
          <AreaField label={t("rent.command")} hint={t("rent.commandHint")} spellCheck={false} error={errors.command?.message} {...form.register("command")} />
          <AreaField label={t("rent.env")} hint={t("rent.envHint")} spellCheck={false} error={errors.env?.message} {...form.register("env", { validate: validEnv })} />
          <Field
            label={t("rent.limit")}
            hint={t("rent.limitHint")}
            inputMode="decimal"
            error={errors.limit?.message}
            {...form.register("limit", { validate: (text) => (text === "" || AMOUNT.test(text) ? true : t("rent.limitRule")) })}
          />
        </div>
      </details>
    </section>
  );
}
