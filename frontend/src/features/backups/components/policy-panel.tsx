import { useForm } from "react-hook-form";
import { useApi } from "@/api/context.ts";
import { useGuardedSave } from "@/api/guarded-save.ts";
import { saveBackupPolicy } from "@/api/machines.ts";
import { type ApiProblem, asProblem } from "@/api/problem.ts";
import type { BackupPolicy, BackupPolicyPatch, Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formOf, patchOf, type PolicyForm, samePolicy } from "../model/policy.ts";
import { PolicyConflict } from "./policy-conflict.tsx";
import { PolicyFields } from "./policy-fields.tsx";

export function PolicyPanel({ machine, policy }: { machine: Instance; policy: BackupPolicy }) {
  const { t } = useTexts();
  const form = useForm<PolicyForm>({ mode: "onTouched", defaultValues: formOf(policy) });
  const api = useApi();
  const { save, theirs, take } = useGuardedSave<BackupPolicy, BackupPolicyPatch>(machine, {
    read: ({ backup }) => backup?.policy ?? null,
    same: samePolicy,
    send: (etag, patch) => saveBackupPolicy(api, machine.id, etag, patch),
  });
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
              take();
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
