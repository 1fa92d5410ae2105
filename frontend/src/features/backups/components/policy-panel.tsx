import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useApi } from "@/api/context.ts";
import { machineQuery, saveBackupPolicy } from "@/api/machines.ts";
import { type ApiProblem, asProblem } from "@/api/problem.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { BackupPolicy, BackupPolicyPatch, Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formOf, patchOf, type PolicyForm, samePolicy } from "../model/policy.ts";
import { PolicyConflict } from "./policy-conflict.tsx";
import { PolicyFields } from "./policy-fields.tsx";

const REFUSED = "precondition_failed";

/**
 * Saves against the version of the machine that was read. When something else of the machine changed meanwhile it is saved
 * again; when the rules themselves did, both are shown and the user decides.
 */
function useSaving(machine: Instance) {
  const api = useApi();
  const queries = useQueryClient();
  const [based, setBased] = useState(machine.backup?.policy ?? null);
  const [theirs, setTheirs] = useState<BackupPolicy | null>(null);
  const save = useMutation({
    mutationFn: async ({ patch, over }: { patch: BackupPolicyPatch; over: boolean }): Promise<Instance | null> => {
      let etag = machine.etag;
      for (let tries = 0; ; tries += 1) {
        try {
          return await saveBackupPolicy(api, machine.id, etag, patch);
        } catch (error) {
          if (asProblem(error).code !== REFUSED || tries === 3) throw error;
          const fresh = await queries.query({ ...machineQuery(api, machine.id), staleTime: 0 });
          const now = fresh.backup?.policy ?? null;
          if (!over && now && based && !samePolicy(now, based)) {
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
      setBased(changed.backup?.policy ?? null);
      queries.setQueryData(queryKeys.instance(machine.id), changed);
    },
  });
  const take = (policy: BackupPolicy) => {
    setBased(policy);
    setTheirs(null);
  };
  return { save, theirs, take };
}

export function PolicyPanel({ machine, policy }: { machine: Instance; policy: BackupPolicy }) {
  const { t } = useTexts();
  const form = useForm<PolicyForm>({ mode: "onTouched", defaultValues: formOf(policy) });
  const { save, theirs, take } = useSaving(machine);
  const problem: ApiProblem | null = save.error ? asProblem(save.error) : null;
  const submit = (over: boolean) =>
    form.handleSubmit(async (values) => {
      const changed = await save.mutateAsync({ patch: patchOf(values), over }).catch(() => null);
      if (changed?.backup) form.reset(formOf(changed.backup.policy));
    });
  return (
    <section aria-labelledby="policy-title" className="rounded-md border border-line bg-surface p-4">
      <h2 id="policy-title" className="mb-3 text-base">
        {t("backup.policy.title")}
      </h2>
      <form className="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(false)(event)}>
        <PolicyFields form={form} />
        {theirs && (
          <PolicyConflict
            theirs={theirs}
            onTake={() => {
              take(theirs);
              form.reset(formOf(theirs));
            }}
            onKeep={() => void submit(true)()}
          />
        )}
        {problem && <ProblemNote problem={problem} />}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" busy={save.isPending}>
            {t("backup.policy.save")}
          </Button>
          {save.data && !form.formState.isDirty && (
            <span role="status" className="text-ok">
              {t("backup.policy.saved")}
            </span>
          )}
        </div>
      </form>
    </section>
  );
}
