import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { usePlatform } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { type Credentials, useCredentialRules } from "./credentials.ts";

/** The session tells everyone when the login worked. */
export function LoginForm({ fixedEmail }: { fixedEmail?: string }) {
  const { t } = useTexts();
  const { session } = usePlatform();
  const rules = useCredentialRules();
  const form = useForm<Credentials>({ defaultValues: { email: fixedEmail ?? "", password: "" } });
  const { errors } = form.formState;
  const login = useMutation({ mutationFn: ({ email, password }: Credentials) => session.login(email.trim(), password) });
  return (
    <form className="flex flex-col gap-4" noValidate onSubmit={(event) => void form.handleSubmit((values) => login.mutate(values))(event)}>
      <Field label={t("auth.email")} type="email" autoComplete="username" readOnly={fixedEmail !== undefined} error={errors.email?.message} {...form.register("email", rules.email)} />
      <Field label={t("auth.password")} type="password" autoComplete="current-password" error={errors.password?.message} {...form.register("password", rules.password)} />
      {login.error && <ProblemNote problem={asProblem(login.error)} />}
      <Button type="submit" look="primary" busy={login.isPending}>
        {t("auth.login.submit")}
      </Button>
    </form>
  );
}
