import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { backupAtQuery, newestBackupQuery, restorePreviewQuery, startRestore } from "@/api/backups.ts";
import { newIntentKey } from "@/api/client.ts";
import { usePlatform } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { Backup, Instance, RestoreRequest } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { formatDateTime, formatNumber } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { useSettled } from "@/lib/use-settled.ts";
import { faultOf, firstChoice, fromLocalInput, localInput, requestOf } from "../model/restore.ts";
import { RestoreChoices } from "./restore-choices.tsx";
import { RestorePreviewPart } from "./restore-preview.tsx";

interface RestoreDialogProps {
  machine: Instance;
  /** Null: the newest, until a moment is picked. */
  backup: Backup | null;
  paths: readonly string[];
  onClose: () => void;
}

/** The version of a picked moment; before one is picked, the one that the dialog was opened for. */
function useVersion(machine: Instance, given: Backup | null) {
  const { api } = usePlatform();
  const newest = useQuery({ ...newestBackupQuery(api, machine.id), enabled: given === null });
  const opened = given ?? newest.data ?? null;
  const [typed, setTyped] = useState<string | null>(null);
  const at = useSettled(typed === null ? null : fromLocalInput(typed), 300);
  const found = useQuery({ ...backupAtQuery(api, machine.id, at ?? ""), enabled: at !== null });
  const picked = typed !== null;
  return {
    text: typed ?? (opened ? localInput(Date.parse(opened.frozen_at)) : ""),
    pick: setTyped,
    version: picked ? (found.data ?? null) : opened,
    tooEarly: picked && found.data === null,
    error: found.error ?? newest.error,
  };
}

export default function RestoreDialog({ machine, backup, paths, onClose }: RestoreDialogProps) {
  const { t, locale } = useTexts();
  const { api, clock } = usePlatform();
  const queries = useQueryClient();
  const { text, pick, version, tooEarly, error } = useVersion(machine, backup);
  const [choice, setChoice] = useState(() => firstChoice(paths, clock.now()));
  const refused = machine.status !== "running" ? t("backup.restore.notRunning") : machine.restore ? t("backup.restore.goesOn") : null;
  const settled = useSettled(choice, 300);
  const valid = version !== null && faultOf(settled) === null;
  const request: RestoreRequest | null = valid ? requestOf(version, settled) : null;
  const preview = useQuery({ ...restorePreviewQuery(api, machine.id, request ?? {}), enabled: request !== null && refused === null, placeholderData: keepPreviousData });
  const intent = useRef({ key: newIntentKey(), request: "" });
  const send = useMutation({
    mutationFn: (body: RestoreRequest) => {
      const asked = JSON.stringify(body);
      if (intent.current.request !== "" && intent.current.request !== asked) intent.current.key = newIntentKey();
      intent.current.request = asked;
      return startRestore(api, machine.id, body, intent.current.key);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.instances });
      onClose();
    },
  });
  const shown = request !== null && !preview.isPlaceholderData && settled === choice ? preview.data : undefined;
  const over = shown?.overwrites ?? 0;
  const files = shown ? t("backup.files", { count: shown.files, n: formatNumber(shown.files, locale) }) : "";
  const label = !shown ? t("backup.versions.restore") : over > 0 ? t("backup.restore.confirmOver", { count: over, n: formatNumber(over, locale) }) : t("backup.restore.confirm", { files });
  return (
    <Dialog title={t("backup.restore.title", { name: machine.name })} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (shown && request && !send.isPending && refused === null) send.mutate(request);
        }}
      >
        {refused && <p className="font-medium text-warn">{refused}</p>}
        <div className="flex flex-col gap-1">
          <Field
            label={t("backup.restore.whenLabel")}
            hint={t("backup.restore.whenHint")}
            type="datetime-local"
            step={1}
            value={text}
            error={tooEarly ? t("backup.restore.tooEarly") : undefined}
            onChange={(event) => pick(event.target.value)}
          />
          {version && (
            <p role="status" className="num font-medium">
              {t("backup.restore.found", { time: formatDateTime(version.frozen_at, locale) })}
              {version.description && <span className="font-normal text-muted">{` · ${version.description}`}</span>}
            </p>
          )}
        </div>
        {error && <ProblemNote problem={asProblem(error)} />}
        <RestoreChoices choice={choice} fault={faultOf(choice)} onChange={setChoice} />
        {request !== null && refused === null && <RestorePreviewPart answer={preview} stale={!shown} />}
        {send.error && <ProblemNote problem={asProblem(send.error)} />}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <span className="mr-auto text-xs text-muted">{t("backup.restore.sshStays")}</span>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" look={over > 0 ? "danger" : "primary"} busy={send.isPending || (request !== null && refused === null && !shown && !preview.error)} refusedBecause={refused}>
            {label}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
