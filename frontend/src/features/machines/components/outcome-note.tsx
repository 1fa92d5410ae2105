import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "@/api/context.ts";
import { actionQuery } from "@/api/machines.ts";
import { ApiProblem } from "@/api/problem.ts";
import type { Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { refusalOf } from "../model/commands.ts";

interface OutcomeNoteProps {
  machine: Instance;
  /** `anyway`: without waiting for the final backup. */
  onAgain: (command: "stop" | "destroy" | "failover", anyway: boolean) => void;
}

/** The last command of this page stays watched after it ended, so that a failure is not merely a bar that vanished. */
function useLastAction(machine: Instance) {
  const [last, setLast] = useState(machine.current_action);
  if (machine.current_action !== null && machine.current_action !== last) setLast(machine.current_action);
  return useQuery({ ...actionQuery(useApi(), last ?? ""), enabled: last !== null }).data;
}

const UNSAVED = "final_backup_failed";

/** What the final backup was made for. A machine never moves without its files. */
function commandOf(type: string): "stop" | "destroy" | "failover" {
  if (type.endsWith("failover")) return "failover";
  return type.endsWith("destroy") ? "destroy" : "stop";
}

export function OutcomeNote({ machine, onAgain }: OutcomeNoteProps) {
  const { t } = useTexts();
  const action = useLastAction(machine);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const failed = action?.status === "failed" ? action.error : null;
  const { code, params, since } = machine.reason;
  const unsaved = code === UNSAVED && typeof params["detail"] === "string" ? params["detail"] : null;
  const told = machine.status === "running" && code === UNSAVED;
  const error = failed ?? (told ? { code, detail: machine.reason.detail } : null);
  const key = failed ? (action?.id ?? "") : since;
  if (!error || machine.current_action !== null || dismissed === key) return null;
  const command = commandOf(action?.type ?? "");
  const can = error.code === UNSAVED && refusalOf(machine, command) === null;
  return (
    <div className="flex flex-col gap-2">
      <ProblemNote problem={new ApiProblem(error.code, 409, unsaved ?? error.detail ?? null, null, null, [])} />
      <div className="flex flex-wrap gap-2">
        {can && <Button onClick={() => onAgain(command, false)}>{t(command === "failover" ? "machine.outcome.moveAgain" : "machine.outcome.retry")}</Button>}
        {can && command !== "failover" && (
          <Button look="danger" onClick={() => onAgain(command, true)}>
            {command === "stop" ? t("machine.outcome.anyway") : t("machine.outcome.destroyAnyway")}
          </Button>
        )}
        <Button look="quiet" onClick={() => setDismissed(key)}>
          {t("machine.outcome.dismiss")}
        </Button>
      </div>
    </div>
  );
}
