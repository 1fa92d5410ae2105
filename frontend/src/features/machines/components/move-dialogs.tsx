import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { usePlatform } from "@/api/context.ts";
import { failoversQuery } from "@/api/failovers.ts";
import { priceNow } from "@/api/machines.ts";
import type { FailoverTarget, Money } from "@/api/types.ts";
import { AllowanceText } from "@/components/ui/allowance-text.tsx";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { canSave } from "@/components/ui/backup-reading.ts";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { measured, measuredWords, movesLeft } from "@/components/ui/failover-reading.ts";
import { Field, SelectField } from "@/components/ui/field.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, nanos } from "@/lib/money.ts";
import { hardware } from "../model/explain.ts";
import type { CommandDialogProps } from "./command-dialog.tsx";
import { Sessions } from "./sessions.tsx";

function useRate(): (money: Money | null) => string | null {
  const { t, locale } = useTexts();
  return (money) => (money ? t("common.perHour", { price: formatMoney(nanos(money), locale, 4) }) : null);
}

/** What is true now of files and open sessions, whichever way it moves. */
function Facts({ machine, answeredAt, children }: Pick<CommandDialogProps, "machine" | "answeredAt"> & { children?: ReactNode }) {
  const { t } = useTexts();
  return (
    <>
      <p className="flex flex-wrap gap-x-2">
        <span className="text-muted">{t("backup.age.label")}</span>
        <BackupAge machine={machine} answeredAt={answeredAt} />
      </p>
      {children}
      <Sessions machine={machine} />
    </>
  );
}

/** Away from its box, of one's own will. */
export function MoveDialog(props: CommandDialogProps) {
  const { machine } = props;
  const ready = machine.standby?.policy === "cold" && machine.standby.price_per_hour !== null;
  return ready && canSave(machine) ? <PossibleMove {...props} /> : <RefusedMove ready={ready} {...props} />;
}

function PossibleMove({ machine, answeredAt, onConfirm, ...rest }: CommandDialogProps) {
  const { t, locale } = useTexts();
  const { api, clock } = usePlatform();
  const [target, setTarget] = useState<FailoverTarget>("standby");
  const [reason, setReason] = useState("");
  const history = useInfiniteQuery(failoversQuery(api, machine.id)).data?.pages[0]?.data;
  const rate = useRate();
  const now = machine.billed_now ? rate(priceNow(machine)) : null;
  const then = rate(machine.standby?.price_per_hour ?? null);
  const limit = rate(machine.max_price_per_hour);
  const onStandby = target === "standby";
  const words = reason.trim();
  return (
    <ConfirmDialog
      title={t("failover.move.title", { name: machine.name })}
      confirm={onStandby && then ? t("failover.move.confirmPrice", { price: then }) : t("failover.move.confirm")}
      onConfirm={() => onConfirm({ command: "failover", target, ...(words === "" ? {} : { reason: words }) })}
      {...rest}
    >
      <p>{t("failover.move.text")}</p>
      <SelectField label={t("failover.move.where")} value={target} onChange={(event) => setTarget(event.target.value === "gpu" ? "gpu" : "standby")}>
        <option value="standby">{t("failover.move.standby")}</option>
        <option value="gpu">{t("failover.move.gpu")}</option>
      </SelectField>
      <Facts machine={machine} answeredAt={answeredAt}>
        <p>{t("failover.move.newer")}</p>
      </Facts>
      {history && <p>{t("failover.move.long", { time: measuredWords(measured(history, target), t, locale) })}</p>}
      {now && <p className="num">{onStandby ? t("failover.move.billStandby", { now, then: then ?? t("failover.move.priceUnknown") }) : t("failover.move.billGpu", { now })}</p>}
      {!onStandby && limit && <p className="num">{t("failover.move.limit", { price: limit })}</p>}
      {history && <AllowanceText of={movesLeft(history, clock.now())} kind="moves" />}
      <Field label={t("failover.move.reason")} hint={t("failover.move.reasonHint")} maxLength={200} autoComplete="off" value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmDialog>
  );
}

/** What it lacks, and where that is changed. */
function RefusedMove({ machine, ready, answeredAt: _, onConfirm: _never, onClose, ...rest }: CommandDialogProps & { ready: boolean }) {
  const { t } = useTexts();
  const words = t(ready ? "failover.move.noFiles" : "failover.move.noStandby");
  return (
    <ConfirmDialog title={t("failover.move.title", { name: machine.name })} confirm={t("failover.move.confirm")} refusedBecause={words} onConfirm={onClose} onClose={onClose} {...rest}>
      <p className="font-medium text-bad">{words}</p>
      <p>
        <Link to={`/machines/${machine.id}/${ready ? "backups" : "failover"}`} onClick={onClose}>
          {t(ready ? "failover.move.toBackups" : "failover.move.toStandby")}
        </Link>
      </p>
    </ConfirmDialog>
  );
}

/** From the standby to a GPU, without waiting for the next search. */
export function ReturnDialog({ machine, answeredAt, onConfirm, ...rest }: CommandDialogProps) {
  const { t } = useTexts();
  const rate = useRate();
  const now = machine.billed_now ? rate(priceNow(machine)) : null;
  const last = rate(machine.price_per_hour);
  const limit = rate(machine.max_price_per_hour);
  return (
    <ConfirmDialog title={t("failover.back.title", { name: machine.name })} confirm={t("failover.back.confirm")} onConfirm={() => onConfirm({ command: "return" })} {...rest}>
      <p>{t("failover.back.text", { gpu: hardware(machine.gpu) })}</p>
      <Facts machine={machine} answeredAt={answeredAt} />
      {now && <p className="num">{t("failover.back.bill", { now })}</p>}
      {last && <p className="num">{t("failover.back.price", { price: last })}</p>}
      {limit && <p className="num">{t("failover.move.limit", { price: limit })}</p>}
      <p className="text-muted">{t("failover.back.none")}</p>
    </ConfirmDialog>
  );
}
