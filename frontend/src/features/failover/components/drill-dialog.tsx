import type { UseMutationResult } from "@tanstack/react-query";
import { usePlatform } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import type { Action, Drill, Instance } from "@/api/types.ts";
import { AllowanceText } from "@/components/ui/allowance-text.tsx";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { drillsLeft } from "@/components/ui/failover-reading.ts";
import { formatMeasured } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

interface DrillDialogProps {
  machine: Instance;
  /** Newest first; null while they are not known. */
  drills: readonly Drill[] | null;
  answeredAt: number;
  request: UseMutationResult<Action, Error, void>;
  onClose: () => void;
}

export default function DrillDialog({ machine, drills, answeredAt, request, onClose }: DrillDialogProps) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const last = drills?.find(({ seconds }) => seconds.whole !== null)?.seconds.whole ?? null;
  return (
    <ConfirmDialog
      title={t("failover.drill.ask", { name: machine.name })}
      confirm={t("failover.drill.confirm")}
      busy={request.isPending}
      problem={request.error ? asProblem(request.error) : null}
      onConfirm={() => request.mutate()}
      onClose={onClose}
    >
      <p>{t("failover.drill.about")}</p>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t("failover.drill.free")}</li>
        <li>{t("failover.drill.undisturbed")}</li>
      </ul>
      <p className="flex flex-wrap gap-x-2">
        <span className="text-muted">{t("backup.age.label")}</span>
        <BackupAge machine={machine} answeredAt={answeredAt} />
      </p>
      <p className="num">{last === null ? t("failover.drill.longUnknown") : t("failover.drill.long", { span: formatMeasured(last, locale) })}</p>
      {drills && <AllowanceText of={drillsLeft(drills, clock.now())} kind="drills" />}
    </ConfirmDialog>
  );
}
