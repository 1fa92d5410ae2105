import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useForm } from "react-hook-form";
import { newIntentKey } from "@/api/client.ts";
import { useApi } from "@/api/context.ts";
import { createApiKey } from "@/api/keys.ts";
import { asProblem } from "@/api/problem.ts";
import { queryKeys } from "@/api/query-keys.ts";
import type { NewApiKey, Scope } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { CheckField, Field } from "@/components/ui/field.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { roleOf, ROLES, SCOPES, scopesOf } from "../model/roles.ts";

interface ApiKeyForm {
  name: string;
  scopes: Scope[];
  days: string;
}

export function ApiKeyForm({ onMade, onCancel }: { onMade: (key: NewApiKey) => void; onCancel: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const queries = useQueryClient();
  const intent = useRef(newIntentKey());
  const form = useForm<ApiKeyForm>({ defaultValues: { name: "", scopes: scopesOf("read"), days: "90" } });
  const { errors } = form.formState;
  const create = useMutation({
    mutationFn: ({ name, scopes, days }: ApiKeyForm) => createApiKey(api, { name: name.trim(), scopes, expires_in_days: Number(days) }, intent.current),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: queryKeys.apiKeys });
      onMade(made);
    },
    onError: () => {
      intent.current = newIntentKey();
    },
  });
  const scopes = form.watch("scopes");
  const role = roleOf(scopes);
  const names = { read: t("keys.api.roleRead"), deploy: t("keys.api.roleDeploy"), full: t("keys.api.roleFull") };
  const setScopes = (next: Scope[]) => form.setValue("scopes", next, { shouldValidate: form.formState.isSubmitted });
  form.register("scopes", { validate: (chosen) => chosen.length > 0 || t("keys.api.needScope") });
  const validDays = (text: string) => (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 365) || t("keys.api.daysRule");
  return (
    <form className="mb-4 flex flex-col gap-4 border-b border-line pb-4" noValidate onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("keys.api.name")} hint={t("keys.api.nameHint")} autoComplete="off" error={errors.name?.message} {...form.register("name", { validate: (name) => name.trim() !== "" || t("keys.api.needName") })} />
        <Field label={t("keys.api.expires")} inputMode="numeric" error={errors.days?.message} {...form.register("days", { validate: validDays })} />
      </div>
      <div role="group" aria-label={t("keys.api.role")} className="flex flex-wrap gap-2">
        {ROLES.map((name) => (
          <Button key={name} small aria-pressed={role === name} look={role === name ? "primary" : "plain"} onClick={() => setScopes(scopesOf(name))}>
            {names[name]}
          </Button>
        ))}
      </div>
      <fieldset className="grid gap-1.5 sm:grid-cols-2">
        <legend className="pb-2 font-medium">{t("keys.api.scopes")}</legend>
        {SCOPES.map((scope) => (
          <CheckField
            key={scope}
            label={<code>{scope}</code>}
            checked={scopes.includes(scope)}
            onChange={(event) => setScopes(event.target.checked ? SCOPES.filter((one) => one === scope || scopes.includes(one)) : scopes.filter((one) => one !== scope))}
          />
        ))}
      </fieldset>
      {errors.scopes && <p className="text-bad">{errors.scopes.message}</p>}
      {create.error && <ProblemNote problem={asProblem(create.error)} />}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={create.isPending}>
          {t("keys.api.submit")}
        </Button>
        <Button onClick={onCancel}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}
