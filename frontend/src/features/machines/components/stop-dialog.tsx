import { useState } from "react";
import { priceNow } from "@/api/machines.ts";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { canSave } from "@/components/ui/backup-reading.ts";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { CheckField, SelectField } from "@/components/ui/field.tsx";
import { formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, nanos } from "@/lib/money.ts";
import type { CommandDialogProps } from "./command-dialog.tsx";
import { Sessions } from "./sessions.tsx";

const DEADLINES_S = [120, 600, 3_600, 21_600] as const;

export function StopDialog(props: CommandDialogProps & { anyway: boolean }) {
  return canSave(props.machine) ? <SavingStop {...props} /> : <LosingStop {...props} />;
}

function useBill({ machine }: CommandDialogProps): string | null {
  const { t, locale } = useTexts();
  const money = priceNow(machine);
  return money && machine.billed_now ? t("machine.stop.bill", { price: t("common.perHour", { price: formatMoney(nanos(money), locale, 4) }) }) : null;
}

/** The usual one: everything is saved first. */
function SavingStop({ anyway, ...props }: CommandDialogProps & { anyway: boolean }) {
  const { t, locale } = useTexts();
  const { machine, answeredAt, onConfirm, ...rest } = props;
  const [accepts, setAccepts] = useState(anyway);
  const [deadline, setDeadline] = useState<number>(600);
  const bill = useBill(props);
  const stop = () => onConfirm({ command: "stop", stop: { final_backup: true, deadline_s: deadline, accept_data_loss: accepts } });
  return (
    <ConfirmDialog title={t("machine.stop.title", { name: machine.name })} confirm={t("machine.stop.safe")} danger={accepts} onConfirm={stop} {...rest}>
      <p>{t(machine.serving?.kind === "standby" ? "machine.stop.finalStandby" : "machine.stop.final")}</p>
      <p className="flex flex-wrap gap-x-2">
        <span className="text-muted">{t("backup.age.label")}</span>
        <BackupAge machine={machine} answeredAt={answeredAt} />
      </p>
      {machine.backup?.problem && <p className="break-words text-warn">{machine.backup.problem}</p>}
      {bill && <p className="num text-muted">{`${bill} ${t("machine.stop.pay")}`}</p>}
      <Sessions machine={machine} />
      <SelectField label={t("machine.stop.deadline")} value={deadline} onChange={(event) => setDeadline(Number(event.target.value))}>
        {DEADLINES_S.map((seconds) => (
          <option key={seconds} value={seconds}>
            {formatSpan(seconds, locale)}
          </option>
        ))}
      </SelectField>
      <CheckField label={t("machine.stop.anyway")} hint={t("machine.stop.anywayHint")} checked={accepts} onChange={(event) => setAccepts(event.target.checked)} />
    </ConfirmDialog>
  );
}

/** Backups are off: the loss must be accepted in words. */
function LosingStop({ anyway: _, ...props }: CommandDialogProps & { anyway: boolean }) {
  const { t } = useTexts();
  const { machine, answeredAt: _at, onConfirm, ...rest } = props;
  const { name } = machine;
  const bill = useBill(props);
  const stop = () => onConfirm({ command: "stop", stop: { ...(machine.backup ? { final_backup: false } : {}), accept_data_loss: true } });
  return (
    <ConfirmDialog title={t("machine.stop.title", { name })} confirm={t("machine.stop.confirm")} accept={t("machine.stop.accept", { name })} danger onConfirm={stop} {...rest}>
      <p className="font-medium text-bad">{t("machine.stop.loss")}</p>
      <p>{t("machine.stop.lossAfter")}</p>
      {bill && <p className="num text-muted">{bill}</p>}
      <Sessions machine={machine} />
    </ConfirmDialog>
  );
}
