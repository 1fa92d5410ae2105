import { useState } from "react";
import { usePlatform } from "@/api/context.ts";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { canSave, hasBackup } from "@/components/ui/backup-reading.ts";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { CheckField, SelectField } from "@/components/ui/field.tsx";
import { formatDate } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import type { CommandDialogProps } from "./command-dialog.tsx";
import { Sessions } from "./sessions.tsx";

const DAY_MS = 86_400_000;
const KEEPS = [
  { days: 7, name: "week" },
  { days: 30, name: "month" },
  { days: 90, name: "quarter" },
] as const;

export function DestroyDialog({ anyway, machine, answeredAt, onConfirm, ...rest }: CommandDialogProps & { anyway: boolean }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const [final, setFinal] = useState(!anyway);
  const [days, setDays] = useState<number>(7);
  const { name } = machine;
  const onBox = machine.status === "running" || machine.status === "suspect" || machine.status === "on_standby";
  const saving = onBox && canSave(machine);
  const kept = saving || hasBackup(machine);
  const destroy = () => {
    const save = saving ? { final_backup: final, accept_data_loss: !final } : machine.backup ? { final_backup: false, accept_data_loss: true } : {};
    onConfirm({ command: "destroy", destroy: { ...save, ...(kept ? { keep_backups_days: days } : {}) } });
  };
  return (
    <ConfirmDialog
      title={t("machine.destroy.title", { name })}
      confirm={saving && final ? t("machine.destroy.keepSafe") : t("machine.destroy.confirm")}
      typed={{ label: t("machine.destroy.type", { name }), text: name }}
      danger
      onConfirm={destroy}
      {...rest}
    >
      {kept ? (
        <p className="font-medium">{t("machine.destroy.kept", { date: formatDate(new Date(clock.now() + days * DAY_MS).toISOString(), locale) })}</p>
      ) : (
        <p className="font-medium text-bad">{t("machine.destroy.text")}</p>
      )}
      {kept && (
        <p className="flex flex-wrap gap-x-2">
          <span className="text-muted">{t("backup.age.label")}</span>
          <BackupAge machine={machine} answeredAt={answeredAt} />
        </p>
      )}
      <Sessions machine={machine} />
      {kept && (
        <SelectField label={t("machine.destroy.keepDays")} value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {KEEPS.map((keep) => (
            <option key={keep.days} value={keep.days}>
              {t(`machine.days.${keep.name}`)}
            </option>
          ))}
        </SelectField>
      )}
      {saving && <CheckField label={t("machine.destroy.final")} hint={t("machine.destroy.finalHint")} checked={final} onChange={(event) => setFinal(event.target.checked)} />}
    </ConfirmDialog>
  );
}
