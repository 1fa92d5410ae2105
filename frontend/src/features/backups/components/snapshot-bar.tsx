import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { makeSnapshot } from "@/api/backups.ts";
import { newIntentKey } from "@/api/client.ts";
import { useApi } from "@/api/context.ts";
import { ApiProblem, asProblem } from "@/api/problem.ts";
import type { Action, Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { ProgressBar } from "@/components/ui/progress-bar.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { useFollowedAction } from "../use-followed-action.ts";

export function SnapshotBar({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const api = useApi();
  const [open, setOpen] = useState(false);
  const [description, setDescription] = useState("");
  const intent = useRef(newIntentKey());
  const [actionId, setActionId] = useState<string | null>(null);
  const action = useFollowedAction(actionId);
  const make = useMutation({
    mutationFn: () => makeSnapshot(api, machine.id, description.trim() === "" ? null : description.trim(), intent.current),
    onSuccess: (begun) => {
      setActionId(begun.id);
      setOpen(false);
      setDescription("");
    },
  });
  const begin = () => {
    intent.current = newIntentKey();
    make.reset();
    setActionId(null);
    setOpen(true);
  };
  const busy = action?.status === "running";
  const refused = machine.status === "running" ? null : t("backup.snapshot.notNow");
  if (!open) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" refusedBecause={refused} busy={busy} onClick={begin}>
          {t("backup.snapshot.button")}
        </Button>
        {action && <Progress action={action} />}
      </div>
    );
  }
  return (
    <form
      className="flex flex-col gap-3 rounded-md border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!make.isPending) make.mutate();
      }}
    >
      <p className="text-muted">{t("backup.snapshot.text")}</p>
      <Field label={t("backup.snapshot.description")} hint={t("backup.snapshot.descriptionHint")} maxLength={200} autoComplete="off" value={description} onChange={(event) => setDescription(event.target.value)} />
      {make.error && <ProblemNote problem={asProblem(make.error)} />}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={make.isPending}>
          {t("backup.snapshot.submit")}
        </Button>
        <Button onClick={() => setOpen(false)}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

function Progress({ action }: { action: Action }) {
  const { t } = useTexts();
  switch (action.status) {
    case "running":
      return (
        <span role="status" className="flex min-w-48 flex-1 items-center gap-3">
          <ProgressBar label={t("backup.snapshot.button")} max={100} value={action.progress} />
          <span className="num shrink-0 text-xs text-muted">{t("backup.snapshot.running", { step: action.step ?? `${action.progress} %` })}</span>
        </span>
      );
    case "succeeded":
      return (
        <span role="status" className="text-ok">
          {t("backup.snapshot.done")}
        </span>
      );
    case "failed":
    case "cancelled":
      return action.error ? (
        <ProblemNote problem={new ApiProblem(action.error.code, 0, action.error.detail ?? null, null, null, [])} />
      ) : (
        <span role="status" className="text-bad">
          {t("backup.snapshot.failed")}
        </span>
      );
  }
}
