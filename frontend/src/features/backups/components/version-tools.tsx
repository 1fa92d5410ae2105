import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useNavigate } from "react-router";
import { deleteBackup, updateBackup, verifyBackup } from "@/api/backups.ts";
import { newIntentKey } from "@/api/client.ts";
import { useApi, usePlatform } from "@/api/context.ts";
import { ApiProblem, asProblem } from "@/api/problem.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { Backup, Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { formatMoment } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { useFollowedAction } from "../use-followed-action.ts";

const ConfirmDialog = lazy(async () => ({ default: (await import("@/components/ui/confirm-dialog.tsx")).ConfirmDialog }));

interface VersionToolsProps {
  machine: Instance;
  version: Backup;
}

/** What changes the version itself: reading it back, its description and date, its end. */
export function VersionTools({ machine, version }: VersionToolsProps) {
  const { t } = useTexts();
  const api = useApi();
  const [editing, setEditing] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [actionId, setActionId] = useState<string | null>(null);
  const action = useFollowedAction(actionId);
  const verify = useMutation({ mutationFn: () => verifyBackup(api, version.id, newIntentKey()), onSuccess: (begun) => setActionId(begun.id) });
  const running = action?.status === "running" || version.state === "verifying";
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button small busy={verify.isPending || running} onClick={() => verify.mutate()}>
          {t("backup.version.verify")}
        </Button>
        <Button small onClick={() => setEditing(!editing)} aria-expanded={editing}>
          {t("backup.version.edit")}
        </Button>
        <Button small look="danger" refusedBecause={version.latest ? t("errors.is_latest") : null} onClick={() => setLeaving(true)}>
          {t("backup.version.remove")}
        </Button>
        <span role="status" className={running ? "text-muted" : "text-ok"}>
          {running ? t("backup.version.verifying") : action?.status === "succeeded" && version.state !== "damaged" ? t("backup.version.verified") : ""}
        </span>
      </div>
      {verify.error && <ProblemNote problem={asProblem(verify.error)} />}
      {action?.error && <ProblemNote problem={new ApiProblem(action.error.code, 0, action.error.detail ?? null, null, null, [])} />}
      {editing && <EditForm version={version} onDone={() => setEditing(false)} />}
      {leaving && <DeleteDialog machine={machine} version={version} onClose={() => setLeaving(false)} />}
    </div>
  );
}

function EditForm({ version, onDone }: { version: Backup; onDone: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const queries = useQueryClient();
  const [description, setDescription] = useState(version.description ?? "");
  const [until, setUntil] = useState(version.keep_until?.slice(0, 10) ?? "");
  const save = useMutation({
    mutationFn: () => updateBackup(api, version.id, { description: description.trim() === "" ? null : description.trim(), keep_until: until === "" ? null : `${until}T23:59:59Z` }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.backups });
      onDone();
    },
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <Field label={t("backup.snapshot.description")} maxLength={200} value={description} onChange={(event) => setDescription(event.target.value)} />
      <Field label={t("backup.version.keepUntil")} hint={t("backup.version.keepHint")} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
      {save.error && <ProblemNote problem={asProblem(save.error)} />}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={save.isPending}>
          {t("backup.version.save")}
        </Button>
        <Button onClick={onDone}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

function DeleteDialog({ machine, version, onClose }: VersionToolsProps & { onClose: () => void }) {
  const { t, locale } = useTexts();
  const { api, clock } = usePlatform();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => deleteBackup(api, version.id),
    onSuccess: async () => {
      await navigate(`/machines/${machine.id}/backups`);
      await queries.invalidateQueries({ queryKey: queryKeys.backups });
    },
  });
  return (
    <Suspense fallback={null}>
      <ConfirmDialog
        title={t("backup.version.removeTitle")}
        confirm={t("backup.version.remove")}
        danger
        busy={remove.isPending}
        problem={remove.error ? asProblem(remove.error) : null}
        onConfirm={() => remove.mutate()}
        onClose={onClose}
      >
        <p>{t("backup.version.removeText", { time: formatMoment(version.frozen_at, clock.now(), locale) })}</p>
      </ConfirmDialog>
    </Suspense>
  );
}
