import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useApi, usePlatform } from "@/api/context.ts";
import { apiKeysQuery, revokeApiKey } from "@/api/keys.ts";
import { asProblem } from "@/api/problem.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { ApiKey, NewApiKey } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { CopyField } from "@/components/ui/copy-field.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { formatDate } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { ApiKeyForm } from "./api-key-form.tsx";
import { LastUsed } from "./last-used.tsx";

const ConfirmDialog = lazy(async () => ({ default: (await import("@/components/ui/confirm-dialog.tsx")).ConfirmDialog }));

export function ApiKeysPanel() {
  const { t } = useTexts();
  const api = useApi();
  const queries = useQueryClient();
  const answer = useQuery(apiKeysQuery(api));
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<NewApiKey | null>(null);
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  const revoke = useMutation({
    mutationFn: (id: string) => revokeApiKey(api, id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.apiKeys });
      setLeaving(null);
    },
  });
  const keep = (key: NewApiKey) => {
    setAdding(false);
    setMade(key);
  };
  const ask = (key: ApiKey) => {
    revoke.reset();
    setLeaving(key);
  };
  return (
    <>
      <Panel title={t("keys.api.title")} answer={answer} aside={!adding && !made && <Button onClick={() => setAdding(true)}>{t("keys.api.add")}</Button>}>
        {(list) => (
          <>
            {made && <Secret made={made} onSaved={() => setMade(null)} />}
            {adding && <ApiKeyForm onMade={keep} onCancel={() => setAdding(false)} />}
            <p className="mb-2 text-muted">{list.data.length === 0 ? t("keys.api.empty") : t("keys.api.lead")}</p>
            <ul>
              {list.data.map((key) => (
                <ApiKeyRow key={key.id} apiKey={key} onRevoke={() => ask(key)} />
              ))}
            </ul>
          </>
        )}
      </Panel>
      {leaving && (
        <Suspense fallback={null}>
          <ConfirmDialog
            title={t("keys.api.revokeTitle", { name: leaving.name })}
            confirm={t("keys.api.revoke")}
            danger
            busy={revoke.isPending}
            problem={revoke.error ? asProblem(revoke.error) : null}
            typed={{ label: t("machine.destroy.type", { name: leaving.name }), text: leaving.name }}
            onConfirm={() => revoke.mutate(leaving.id)}
            onClose={() => setLeaving(null)}
          >
            <p>{t("keys.api.revokeText")}</p>
          </ConfirmDialog>
        </Suspense>
      )}
    </>
  );
}

/** The only moment the secret is on a screen: it is kept in this component and nowhere else. */
function Secret({ made, onSaved }: { made: NewApiKey; onSaved: () => void }) {
  const { t } = useTexts();
  return (
    <section role="status" className="mb-4 flex flex-col items-start gap-3 rounded-md border border-ok p-4">
      <h3 className="text-base">{t("keys.api.secretTitle", { name: made.name })}</h3>
      <p>{t("keys.api.secretText")}</p>
      <div className="w-full min-w-0">
        <CopyField what={t("keys.api.secret")} value={made.secret} />
      </div>
      <Button onClick={onSaved}>{t("keys.api.saved")}</Button>
    </section>
  );
}

function useLifeText(): (key: ApiKey) => string {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  return (key) => {
    if (key.revoked_at) return t("keys.api.revoked", { date: formatDate(key.revoked_at, locale) });
    if (!key.expires_at) return t("keys.api.noExpiry");
    const date = formatDate(key.expires_at, locale);
    return Date.parse(key.expires_at) < clock.now() ? t("keys.api.expired", { date }) : t("keys.api.expiresAt", { date });
  };
}

function ApiKeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { t } = useTexts();
  const life = useLifeText();
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3">
      <div className="min-w-0">
        <p className="font-medium break-all">
          {apiKey.name} <code className="text-xs font-normal text-muted">{apiKey.hint}</code>
        </p>
        <p className="text-xs break-words text-muted">{apiKey.scopes.join(" · ")}</p>
        <p className="text-xs text-muted">
          {life(apiKey)}
          {" · "}
          <LastUsed at={apiKey.last_used_at} used={t("keys.api.used", { time: "\u0000" })} unused={t("keys.api.unused")} />
        </p>
      </div>
      {!apiKey.revoked_at && (
        <Button small onClick={onRevoke}>
          {t("keys.api.revoke")} <span className="sr-only">{apiKey.name}</span>
        </Button>
      )}
    </li>
  );
}
