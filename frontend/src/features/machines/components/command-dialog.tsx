import type { MachineCommand } from "@/api/machines.ts";
import type { ApiProblem } from "@/api/problem.ts";
import type { Instance } from "@/api/types.ts";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, nanos } from "@/lib/money.ts";
import { hardware } from "../model/explain.ts";

interface CommandDialogProps {
  command: MachineCommand;
  machine: Instance;
  busy: boolean;
  problem: ApiProblem | null;
  onConfirm: () => void;
  onClose: () => void;
}

export default function CommandDialog({ command, machine, ...rest }: CommandDialogProps) {
  const { t, locale } = useTexts();
  const { name } = machine;
  const rate = (money: Instance["price_per_hour"]) => (money ? t("common.perHour", { price: formatMoney(nanos(money), locale, 4) }) : null);
  const price = rate(machine.price_per_hour);
  const limit = rate(machine.max_price_per_hour);
  switch (command) {
    case "stop":
      return (
        <ConfirmDialog title={t("machine.stop.title", { name })} confirm={t("machine.stop.confirm")} accept={t("machine.stop.accept", { name })} danger {...rest}>
          <p className="font-medium text-bad">{t("machine.stop.loss")}</p>
          <p>{t("machine.stop.after")}</p>
          {price && machine.billed_now && <p className="num text-muted">{t("machine.stop.bill", { price })}</p>}
          <Sessions machine={machine} />
        </ConfirmDialog>
      );
    case "start":
      return (
        <ConfirmDialog title={t("machine.start.title", { name })} confirm={price ? t("machine.start.confirm", { price }) : t("machine.start.confirmPlain")} {...rest}>
          <p>{t("machine.start.text", { gpu: hardware(machine.gpu) })}</p>
          {price && <p className="num">{t("machine.start.price", { price })}</p>}
          {limit && <p className="num">{t("machine.start.limit", { price: limit })}</p>}
        </ConfirmDialog>
      );
    case "reboot":
      return (
        <ConfirmDialog title={t("machine.reboot.title", { name })} confirm={t("machine.reboot.confirm")} {...rest}>
          <p>{t("machine.reboot.text")}</p>
          <Sessions machine={machine} />
        </ConfirmDialog>
      );
    case "destroy":
      return (
        <ConfirmDialog
          title={t("machine.destroy.title", { name })}
          confirm={t("machine.destroy.confirm")}
          typed={{ label: t("machine.destroy.type", { name }), text: name }}
          danger
          {...rest}
        >
          <p className="font-medium text-bad">{t("machine.destroy.text")}</p>
          <Sessions machine={machine} />
        </ConfirmDialog>
      );
  }
}

function Sessions({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const count = machine.ssh_sessions ?? 0;
  return count > 0 ? <p className="font-medium text-warn">{t("machine.reboot.sessions", { count })}</p> : null;
}
