import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import { useApi } from "@/api/context.ts";
import { failoversQuery } from "@/api/failovers.ts";
import { dryRunQuery } from "@/api/machines.ts";
import type { Instance } from "@/api/types.ts";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { canSave } from "@/components/ui/backup-reading.ts";
import { measured, measuredWords } from "@/components/ui/failover-reading.ts";
import { Panel } from "@/components/ui/panel.tsx";
import { gigabytes } from "@/components/ui/standby-advice.ts";
import { StandbyHelper } from "@/components/ui/standby-helper.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { useSettled } from "@/lib/use-settled.ts";
import { bytesPerSecond } from "../model/drill.ts";
import { quoteOrder, type StandbyForm } from "../model/standby.ts";
import { useDrills } from "../use-drills.ts";

interface SettingsHelperProps {
  machine: Instance;
  form: UseFormReturn<StandbyForm>;
  answeredAt: number;
}

/** The helper for a machine that is there: with its own files, and with what was measured on it. */
export function SettingsHelper({ machine, form, answeredAt }: SettingsHelperProps) {
  const { t } = useTexts();
  const api = useApi();
  const order = useSettled(JSON.stringify(quoteOrder(machine, form.watch())), 300);
  const run = useQuery({ ...dryRunQuery(api, JSON.parse(order) as ReturnType<typeof quoteOrder>), placeholderData: keepPreviousData });
  const { drills } = useDrills(machine.id);
  const bytes = machine.backup?.bytes;
  return (
    <StandbyHelper
      title={t("failover.standby.helper")}
      answer={run}
      chosen={form.watch("policy")}
      onChoose={(policy) => form.setValue("policy", policy, { shouldDirty: true })}
      savesFiles={canSave(machine)}
      gigabytes={bytes ? gigabytes(bytes) : ""}
      bytesPerSecond={bytesPerSecond(drills ?? [])}
      loss={<Loss machine={machine} answeredAt={answeredAt} />}
      own={<OwnRecovery machine={machine} />}
    />
  );
}

function Loss({ machine, answeredAt }: { machine: Instance; answeredAt: number }) {
  const { t } = useTexts();
  return (
    <div className="min-w-0">
      <p>{t("failover.standby.loseText")}</p>
      <p>
        <BackupAge machine={machine} answeredAt={answeredAt} />
      </p>
      <p className="text-muted">{t("failover.standby.running")}</p>
    </div>
  );
}

function OwnRecovery({ machine }: { machine: Instance }) {
  const { t, locale } = useTexts();
  const answer = useInfiniteQuery(failoversQuery(useApi(), machine.id));
  return (
    <Panel answer={answer} rows={1} bare>
      {({ pages }) => <p className="num">{measuredWords(measured(pages.flatMap((page) => page.data), "standby"), t, locale)}</p>}
    </Panel>
  );
}
