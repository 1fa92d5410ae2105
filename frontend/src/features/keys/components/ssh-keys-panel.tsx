import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useApi } from "@/api/context.ts";
import { deleteSshKey, sshKeysQuery } from "@/api/keys.ts";
import { asProblem } from "@/api/problem.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { SshKey } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { formatDate } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { LastUsed } from "./last-used.tsx";
import { SshKeyForm } from "./ssh-key-form.tsx";

const ConfirmDialog = lazy(async () => ({ default: (await import("@/components/ui/confirm-dialog.tsx")).ConfirmDialog }));

export function SshKeysPanel() {
  const { t } = useTexts();
  const api = useApi();
  const queries = useQueryClient();
  const answer = useQuery(sshKeysQuery(api));
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<SshKey | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) => deleteSshKey(api, id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.sshKeys });
      setLeaving(null);
    },
  });
  const ask = (key: SshKey) => {
    remove.reset();
    setLeaving(key);
  };
  return (
    <>
      <Panel title={t("keys.ssh.title")} answer={answer} aside={!adding && <Button onClick={() => setAdding(true)}>{t("keys.ssh.add")}</Button>}>
        {(list) => (
          <>
            {adding && <SshKeyForm onDone={() => setAdding(false)} />}
            <p className="mb-2 text-muted">{list.data.length === 0 ? t("keys.ssh.empty") : t("keys.ssh.lead")}</p>
            <ul>
              {list.data.map((key) => (
                <SshKeyRow key={key.id} sshKey={key} onRemove={() => ask(key)} />
              ))}
            </ul>
          </>
        )}
      </Panel>
      {leaving && (
        <Suspense fallback={null}>
          <ConfirmDialog
            title={t("keys.ssh.removeTitle", { name: leaving.name })}
            confirm={t("keys.ssh.remove")}
            danger
            busy={remove.isPending}
            problem={remove.error ? asProblem(remove.error) : null}
            typed={{ label: t("machine.destroy.type", { name: leaving.name }), text: leaving.name }}
            onConfirm={() => remove.mutate(leaving.id)}
            onClose={() => setLeaving(null)}
          >
            <p>{t("keys.ssh.removeText")}</p>
          </ConfirmDialog>
        </Suspense>
      )}
    </>
  );
}

function SshKeyRow({ sshKey, onRemove }: { sshKey: SshKey; onRemove: () => void }) {
  const { t, locale } = useTexts();
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3">
      <div className="min-w-0">
        <p className="font-medium break-all">{sshKey.name}</p>
        <code className="block text-xs break-all text-muted">{sshKey.fingerprint}</code>
        <p className="text-xs text-muted">
          {t("keys.ssh.added", { date: formatDate(sshKey.created_at, locale) })}
          {" · "}
          <LastUsed at={sshKey.last_used_at} used={t("keys.ssh.used", { time: "\u0000" })} unused={t("keys.ssh.unused")} />
        </p>
      </div>
      <Button small onClick={onRemove}>
        {t("keys.ssh.remove")} <span className="sr-only">{sshKey.name}</span>
      </Button>
    </li>
  );
}
