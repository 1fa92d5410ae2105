import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { Link } from "react-router";
import { register } from "@/api/account.ts";
import { useApi } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { formatCounter } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { type Credentials, useCredentialRules } from "./credentials.ts";

const RESEND_S = 30;

export function SignupPage() {
  const { t, locale } = useTexts();
  const api = useApi();
  const rules = useCredentialRules();
  const form = useForm<Credentials>({ defaultValues: { email: "", password: "" } });
  const { errors } = form.formState;
  const [sent, setSent] = useState<Credentials | null>(null);
  const signup = useMutation({
    mutationFn: ({ email, password }: Credentials) => register(api, { email: email.trim(), password, locale }),
    onSuccess: (_answer, values) => setSent(values),
  });
  const footer = (
    <>
      {t("auth.signup.haveAccount")} <Link to="/login">{t("auth.signup.logIn")}</Link>
    </>
  );
  if (sent) {
    return (
      <AuthFrame title={t("auth.signup.sentTitle")} footer={footer}>
        <p>{t("auth.signup.sent", { email: sent.email.trim() })}</p>
        {signup.error && <ProblemNote problem={asProblem(signup.error)} />}
        <Resend onAgain={() => signup.mutate(sent)} sentAt={signup.submittedAt} />
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={t("auth.signup.title")} footer={footer}>
      <form className="flex flex-col gap-4" noValidate onSubmit={(event) => void form.handleSubmit((values) => signup.mutate(values))(event)}>
        <Field label={t("auth.email")} type="email" autoComplete="username" error={errors.email?.message} {...form.register("email", rules.email)} />
        <Field
          label={t("auth.password")}
          type="password"
          autoComplete="new-password"
          hint={t("auth.passwordRule")}
          error={errors.password?.message}
          {...form.register("password", rules.newPassword)}
        />
        {signup.error && <ProblemNote problem={asProblem(signup.error)} />}
        <Button type="submit" look="primary" busy={signup.isPending}>
          {t("auth.signup.submit")}
        </Button>
      </form>
    </AuthFrame>
  );
}

function Resend({ onAgain, sentAt }: { onAgain: () => void; sentAt: number }) {
  const { t } = useTexts();
  const [left, setLeft] = useState(RESEND_S);
  useEffect(() => setLeft(RESEND_S), [sentAt]);
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  return (
    <Button busy={left > 0} onClick={onAgain}>
      <span className="num">{left > 0 ? t("auth.signup.againIn", { time: formatCounter(left) }) : t("auth.signup.again")}</span>
    </Button>
  );
}
