import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { newIntentKey } from "@/api/client.ts";
import { useApi } from "@/api/context.ts";
import { type MachineCommand, sendCommand } from "@/api/machines.ts";
import { asProblem } from "@/api/problem.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { COMMANDS, refusalOf } from "../model/commands.ts";

const CommandDialog = lazy(() => import("./command-dialog.tsx"));

export function ActionBar({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const api = useApi();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<MachineCommand | null>(null);
  const intent = useRef(newIntentKey());
  const send = useMutation({
    mutationFn: (command: MachineCommand) => sendCommand(api, machine.id, command, intent.current),
    onSuccess: (changed) => {
      if (changed) queries.setQueryData(queryKeys.instance(machine.id), changed);
      setAsked(null);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.instances }),
  });
  const ask = (command: MachineCommand) => {
    intent.current = newIntentKey();
    send.reset();
    setAsked(command);
    void queries.invalidateQueries({ queryKey: queryKeys.instance(machine.id) });
  };
  const reason = (command: MachineCommand): string | null => {
    switch (refusalOf(machine, command)) {
      case "busy":
        return t("machine.command.busy");
      case "state":
        return t("machine.command.notNow", { state: t(`machine.status.${machine.status}`) });
      case null:
        return null;
    }
  };
  return (
    <div className="flex flex-wrap gap-2">
      {COMMANDS.map((command) => (
        <Button key={command} look={command === "destroy" ? "danger" : "plain"} refusedBecause={reason(command)} onClick={() => ask(command)}>
          {t(`machine.command.${command}`)}
        </Button>
      ))}
      {asked && (
        <Suspense fallback={null}>
          <CommandDialog
            command={asked}
            machine={machine}
            busy={send.isPending}
            problem={send.error ? asProblem(send.error) : null}
            onConfirm={() => send.mutate(asked)}
            onClose={() => setAsked(null)}
          />
        </Suspense>
      )}
    </div>
  );
}
