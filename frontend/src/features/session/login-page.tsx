import { Link, Navigate, useSearchParams } from "react-router";
import { useSessionState } from "@/api/context.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { LoginForm } from "./login-form.tsx";

/** Only paths of this application: never a way out to another site. */
export function safeNext(next: string | null): string {
  return next && next.startsWith("/") && !next.startsWith("//") && !next.includes("\\") ? next : "/";
}

export function LoginPage() {
  const { t } = useTexts();
  const [params] = useSearchParams();
  const state = useSessionState();
  if (state === "signed_in") return <Navigate to={safeNext(params.get("next"))} replace />;
  return (
    <AuthFrame
      title={t("auth.login.title")}
      footer={
        <>
          {t("auth.login.noAccount")} <Link to="/signup">{t("auth.login.signUp")}</Link>
        </>
      }
    >
      <LoginForm />
    </AuthFrame>
  );
}
