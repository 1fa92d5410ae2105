import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useNavigate } from "react-router";
import { usePlatform } from "@/api/context.ts";
import { rentMachine } from "@/api/machines.ts";
import { asProblem } from "@/api/problem.ts";
import type { Instance } from "@/api/types.ts";
import { queryKeys } from "@/api/query-keys.ts";
import { dropDraft, intentFor, type RentForm } from "./model/draft.ts";
import { fullOrder, type Source } from "./model/order.ts";

const API_FIELDS: Record<string, keyof RentForm> = {
  name: "name",
  disk_gb: "disk",
  image: "image",
  start_command: "command",
  env: "env",
  max_price_per_hour: "limit",
  backup: "exclude",
  standby: "standby",
};

/** Sends the order once however often it is clicked, and puts the server's words beside the fields they are about. */
export function useRent(user: string, source: Source, restoreFrom: string | null, form: UseFormReturn<RentForm>) {
  const { api, clock } = usePlatform();
  const queries = useQueryClient();
  const navigate = useNavigate();
  // Clicks that come while an order is under way, or after it was taken, join it: the key is made once, before any of them is sent.
  const underWay = useRef<Promise<Instance> | null>(null);
  const send = async (values: RentForm): Promise<Instance> => {
    const order = fullOrder(source, values, restoreFrom);
    try {
      return await rentMachine(api, order, await intentFor(user, order, values, clock.now()));
    } catch (error) {
      underWay.current = null;
      throw error;
    }
  };
  return useMutation({
    mutationFn: (values: RentForm) => (underWay.current ??= send(values)),
    onSuccess: async (machine) => {
      dropDraft(user);
      queries.setQueryData(queryKeys.instance(machine.id), machine);
      void queries.invalidateQueries({ queryKey: queryKeys.instances });
      void queries.invalidateQueries({ queryKey: queryKeys.balance });
      await navigate(`/machines/${machine.id}`);
    },
    onError: (error) => {
      const problem = asProblem(error);
      if (problem.code === "name_taken") form.setError("name", { message: problem.detail ?? problem.code }, { shouldFocus: true });
      for (const { field, code, detail } of problem.fields) {
        const name = API_FIELDS[field];
        if (name) form.setError(name, { message: detail ?? code });
      }
    },
  });
}
