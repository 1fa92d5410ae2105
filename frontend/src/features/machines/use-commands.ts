import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { newIntentKey } from "@/api/client.ts";
import { useApi } from "@/api/context.ts";
import { type CommandOrder, type MachineCommand, sendCommand } from "@/api/machines.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { Instance } from "@/api/types.ts";

/** What the user is being asked about. `anyway`: after a final backup that could not finish. */
export interface Asked {
  readonly command: MachineCommand;
  readonly anyway: boolean;
}

/** One command at a time: asked about with fresh facts, sent under one key however often it is confirmed. */
export function useCommands(machine: Instance) {
  const api = useApi();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const intent = useRef({ key: newIntentKey(), order: "" });
  const send = useMutation({
    mutationFn: (order: CommandOrder) => {
      // Another choice in the dialog is another intent.
      const text = JSON.stringify(order);
      if (intent.current.order !== "" && intent.current.order !== text) intent.current.key = newIntentKey();
      intent.current.order = text;
      return sendCommand(api, machine.id, order, intent.current.key);
    },
    onSuccess: (changed) => {
      if (changed) queries.setQueryData(queryKeys.instance(machine.id), changed);
      setAsked(null);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.instances }),
  });
  const ask = (command: MachineCommand, anyway = false) => {
    intent.current = { key: newIntentKey(), order: "" };
    send.reset();
    setAsked({ command, anyway });
    void queries.invalidateQueries({ queryKey: queryKeys.instance(machine.id) });
  };
  return { asked, ask, send, close: () => setAsked(null) };
}
