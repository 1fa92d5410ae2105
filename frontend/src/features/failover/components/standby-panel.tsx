import { useForm } from "react-hook-form";
import { useApi } from "@/api/context.ts";
import { useGuardedSave } from "@/api/guarded-save.ts";
import { saveStandby } from "@/api/machines.ts";
import { asProblem } from "@/api/problem.ts";
import type { Instance, InstanceStandby, StandbyPatch } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formOf, patchOf, sameStandby, type StandbyForm } from "../model/standby.ts";
import { StandbyConflict } from "./standby-conflict.tsx";
import { SettingsHelper } from "./settings-helper.tsx";
import { StandbyFields } from "./standby-fields.tsx";

interface StandbyPanelProps {
  machine: Instance;
  standby: InstanceStandby;
  answeredAt: number;
}

/** What each choice comes to, for what is typed, and the form that saves it. */
export function StandbyPanel({ machine, standby, answeredAt }: StandbyPanelProps) {
  const { t } = useTexts();
  const api = useApi();
  const form = useForm<StandbyForm>({ mode: "onTouched", defaultValues: formOf(standby) });
  const { save, theirs, take } = useGuardedSave<InstanceStandby, StandbyPatch>(machine, {
    read: (one) => one.standby ?? null,
    same: sameStandby,
    send: (etag, patch) => saveStandby(api, machine.id, etag, patch),
  });
  const problem = save.error ? asProblem(save.error) : null;
  const submit = (over: boolean) =>
    form.handleSubmit(async (values) => {
      const changed = await save.mutateAsync({ patch: patchOf(values), over }).catch(() => null);
      if (changed?.standby) form.reset(formOf(changed.standby));
    });
  return (
    <>
      <SettingsHelper machine={machine} form={form} answeredAt={answeredAt} />
      <section aria-labelledby="standby-title" className="rounded-md border border-line bg-surface p-4">
        <h2 id="standby-title" className="mb-3 text-base">
          {t("failover.standby.title")}
        </h2>
        <form className="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(false)(event)}>
          <StandbyFields form={form} />
          {theirs && (
            <StandbyConflict
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
              {t("failover.standby.save")}
            </Button>
            {save.data && !form.formState.isDirty && (
              <span role="status" className="text-ok">
                {t("failover.standby.saved")}
              </span>
            )}
          </div>
        </form>
      </section>
    </>
  );
}
