import type { UseFormReturn } from "react-hook-form";
import type { DryRun } from "@/api/types.ts";
import type { Answer } from "@/components/ui/panel.tsx";
import { StandbyHelper } from "@/components/ui/standby-helper.tsx";
import { formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import type { RentForm } from "../model/draft.ts";

/** The helper for a machine that is not there yet: what is measured, is measured on all of them. */
export function RentHelper({ form, answer }: { form: UseFormReturn<RentForm>; answer: Answer<DryRun> }) {
  const { t, locale } = useTexts();
  const saves = form.watch("backups");
  return (
    <StandbyHelper
      title={t("rent.standby.helper")}
      answer={answer}
      chosen={form.watch("standby")}
      onChoose={(policy) => form.setValue("standby", policy, { shouldDirty: true })}
      savesFiles={saves}
      loss={
        <div className="min-w-0">
          <p>{saves ? t("failover.helper.lossUpTo", { span: formatSpan(Number(form.watch("interval")), locale) }) : t("failover.helper.lossNone")}</p>
          <p className="text-muted">{t("failover.standby.running")}</p>
        </div>
      }
    />
  );
}
