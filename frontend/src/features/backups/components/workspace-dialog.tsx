import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { eraseWorkspace, keepWorkspace } from "@/api/backups.ts";
import { newIntentKey } from "@/api/client.ts";
import { usePlatform } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { BackupWorkspace } from "@/api/types.ts";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, nanos } from "@/lib/money.ts";
import type { AskedOfWorkspace } from "../backups-page.tsx";

interface DialogProps {
  workspace: BackupWorkspace;
  onClose: () => void;
}

export default function WorkspaceDialog({ asked, onClose }: { asked: AskedOfWorkspace; onClose: () => void }) {
  switch (asked.what) {
    case "keep":
      return <KeepDialog workspace={asked.workspace} onClose={onClose} />;
    case "erase":
      return <EraseDialog workspace={asked.workspace} onClose={onClose} />;
  }
}

const MONTH_MS = 30 * 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function useDone(onClose: () => void) {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: queryKeys.backups });
    onClose();
  };
}

function KeepDialog({ workspace, onClose }: DialogProps) {
  const { t, locale } = useTexts();
  const { api, clock } = usePlatform();
  const start = Math.max(clock.now(), workspace.delete_at ? Date.parse(workspace.delete_at) : 0);
  const [until, setUntil] = useState(dayOf(start + MONTH_MS));
  const intent = useRef({ key: newIntentKey(), until: "" });
  const done = useDone(onClose);
  const valid = /^\d{4}-\d\d-\d\d$/.test(until) && until > dayOf(clock.now());
  const keep = useMutation({
    mutationFn: () => {
      if (intent.current.until !== until) intent.current = { key: newIntentKey(), until };
      return keepWorkspace(api, workspace.instance, `${until}T23:59:59Z`, intent.current.key);
    },
    onSuccess: done,
  });
  const price = workspace.price_per_hour;
  return (
    <ConfirmDialog
      title={t("backup.keep.title", { name: workspace.name })}
      confirm={t("backup.keep.confirm")}
      busy={keep.isPending}
      problem={keep.error ? asProblem(keep.error) : null}
      onConfirm={() => valid && keep.mutate()}
      onClose={onClose}
    >
      <Field label={t("backup.keep.until")} type="date" value={until} error={valid ? undefined : t("backup.keep.rule")} onChange={(event) => setUntil(event.target.value)} />
      {price && <p className="num text-muted">{t("backup.keep.cost", { price: t("common.perHour", { price: formatMoney(nanos(price), locale, 4) }) })}</p>}
    </ConfirmDialog>
  );
}

function EraseDialog({ workspace, onClose }: DialogProps) {
  const { t } = useTexts();
  const { api } = usePlatform();
  const { name } = workspace;
  const intent = useRef(newIntentKey());
  const done = useDone(onClose);
  const erase = useMutation({ mutationFn: () => eraseWorkspace(api, workspace.instance, name, intent.current), onSuccess: done });
  return (
    <ConfirmDialog
      title={t("backup.erase.title", { name })}
      confirm={t("backup.erase.confirm")}
      typed={{ label: t("backup.erase.type", { name }), text: name }}
      danger
      busy={erase.isPending}
      problem={erase.error ? asProblem(erase.error) : null}
      onConfirm={() => erase.mutate()}
      onClose={onClose}
    >
      <p className="font-medium text-bad">{t("backup.erase.text")}</p>
    </ConfirmDialog>
  );
}
