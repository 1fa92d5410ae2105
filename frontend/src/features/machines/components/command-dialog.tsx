import type { CommandOrder } from "@/api/machines.ts";
import type { ApiProblem } from "@/api/problem.ts";
import type { Instance } from "@/api/types.ts";
import { hasBackup } from "@/components/ui/backup-reading.ts";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, nanos } from "@/lib/money.ts";
import { hardware } from "../model/explain.ts";
import { useSavedFacts } from "../model/saved-facts.ts";
import type { Asked } from "../use-commands.ts";
import { DestroyDialog } from "./destroy-dialog.tsx";
import { MoveDialog, ReturnDialog } from "./move-dialogs.tsx";
import { Sessions } from "./sessions.tsx";
import { StopDialog } from "./stop-dialog.tsx";

export interface CommandDialogProps {
  machine: Instance;
  answeredAt: number;
  busy: boolean;
  problem: ApiProblem | null;
  onConfirm: (order: CommandOrder) => void;
  onClose: () => void;
}

export default function CommandDialog({ asked, ...props }: CommandDialogProps & { asked: Asked }) {
  switch (asked.command) {
    case "stop":
      return <StopDialog anyway={asked.anyway} {...props} />;
    case "start":
      return <StartDialog {...props} />;
    case "reboot":
      return <RebootDialog {...props} />;
    case "failover":
      return <MoveDialog {...props} />;
    case "return":
      return <ReturnDialog {...props} />;
    case "destroy":
      return <DestroyDialog anyway={asked.anyway} {...props} />;
  }
}

function StartDialog({ machine, answeredAt: _, onConfirm, ...rest }: CommandDialogProps) {
  const { t, locale } = useTexts();
  const saved = useSavedFacts(machine);
  const rate = (money: Instance["price_per_hour"]) => (money ? t("common.perHour", { price: formatMoney(nanos(money), locale, 4) }) : null);
  const price = rate(machine.price_per_hour);
  const limit = rate(machine.max_price_per_hour);
  const gpu = hardware(machine.gpu);
  return (
    <ConfirmDialog
      title={t("machine.start.title", { name: machine.name })}
      confirm={price ? t("machine.start.confirm", { price }) : t("machine.start.confirmPlain")}
      onConfirm={() => onConfirm({ command: "start" })}
      {...rest}
    >
      <p>{hasBackup(machine) ? t("machine.start.kept", { gpu }) : t("machine.start.text", { gpu })}</p>
      {saved && <p className="num font-medium">{t("machine.start.brings", saved)}</p>}
      {price && <p className="num">{t("machine.start.price", { price })}</p>}
      {limit && <p className="num">{t("machine.start.limit", { price: limit })}</p>}
    </ConfirmDialog>
  );
}

function RebootDialog({ machine, answeredAt: _, onConfirm, ...rest }: CommandDialogProps) {
  const { t } = useTexts();
  return (
    <ConfirmDialog title={t("machine.reboot.title", { name: machine.name })} confirm={t("machine.reboot.confirm")} onConfirm={() => onConfirm({ command: "reboot" })} {...rest}>
      <p>{t("machine.reboot.text")}</p>
      <Sessions machine={machine} />
    </ConfirmDialog>
  );
}
