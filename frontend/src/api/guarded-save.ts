import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "./context.ts";
import { machineQuery } from "./machines.ts";
import { asProblem } from "./problem.ts";
import { queryKeys } from "./query-keys.ts";
import type { Instance } from "./types.ts";

const REFUSED = "precondition_failed";
const MOST_TRIES = 3;

interface Guarded<Part, Patch> {
  /** The part of the machine that the form is about. */
  readonly read: (machine: Instance) => Part | null;
  readonly same: (one: Part, other: Part) => boolean;
  readonly send: (etag: string, patch: Patch) => Promise<Instance>;
}

/**
 * Saves against the version of the machine that was read. When something else of the machine changed meanwhile it is saved
 * again; when the part itself did, both are shown and the user decides.
 */
export function useGuardedSave<Part, Patch>(machine: Instance, { read, same, send }: Guarded<Part, Patch>) {
  const api = useApi();
  const queries = useQueryClient();
  const [based, setBased] = useState(read(machine));
  const [theirs, setTheirs] = useState<Part | null>(null);
  const save = useMutation({
    mutationFn: async ({ patch, over }: { patch: Patch; over: boolean }): Promise<Instance | null> => {
      let etag = machine.etag;
      for (let tries = 0; ; tries += 1) {
        try {
          return await send(etag, patch);
        } catch (error) {
          if (asProblem(error).code !== REFUSED || tries === MOST_TRIES) throw error;
          const fresh = await queries.query({ ...machineQuery(api, machine.id), staleTime: 0 });
          const now = read(fresh);
          if (!over && now && based && !same(now, based)) {
            setTheirs(now);
            return null;
          }
          etag = fresh.etag;
        }
      }
    },
    onSuccess: (changed) => {
      if (!changed) return;
      setTheirs(null);
      setBased(read(changed));
      queries.setQueryData(queryKeys.instance(machine.id), changed);
    },
  });
  const take = (part: Part) => {
    setBased(part);
    setTheirs(null);
  };
  return { save, theirs, take };
}
