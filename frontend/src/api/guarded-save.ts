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
 * Saves against the version of the machine that the form was filled from. When something else of the machine changed meanwhile it is saved
 * again; when the part itself did, both are shown and the user decides.
 */
export function useGuardedSave<Part, Patch>(machine: Instance, { read, same, send }: Guarded<Part, Patch>) {
  const api = useApi();
  const queries = useQueryClient();
  const versionOf = (one: Instance) => ({ part: read(one), etag: one.etag });
  const [based, setBased] = useState(() => versionOf(machine));
  const [theirs, setTheirs] = useState<{ readonly part: Part; readonly etag: string } | null>(null);
  const save = useMutation({
    mutationFn: async ({ patch, over }: { patch: Patch; over: boolean }): Promise<Instance | null> => {
      let { etag } = based;
      for (let tries = 0; ; tries += 1) {
        try {
          return await send(etag, patch);
        } catch (error) {
          if (asProblem(error).code !== REFUSED || tries === MOST_TRIES) throw error;
          const fresh = await queries.query({ ...machineQuery(api, machine.id), staleTime: 0 });
          const now = read(fresh);
          if (!over && now && based.part && !same(now, based.part)) {
            setTheirs({ part: now, etag: fresh.etag });
            return null;
          }
          etag = fresh.etag;
        }
      }
    },
    onSuccess: (changed) => {
      if (!changed) return;
      setTheirs(null);
      setBased(versionOf(changed));
      queries.setQueryData(queryKeys.instance(machine.id), changed);
    },
  });
  const take = () => {
    if (theirs) setBased(theirs);
    setTheirs(null);
  };
  return { save, theirs: theirs?.part ?? null, take };
}
