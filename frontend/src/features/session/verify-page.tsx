import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { verifyEmail } from "@/api/account.ts";
import { useApi } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import { ButtonLink } from "@/components/ui/button.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { AuthFrame } from "./auth-frame.tsx";

export function VerifyPage() {
  const { t } = useTexts();
  const api = useApi();
  const [params] = useSearchParams();
  const token = params.get("token") ?? "";
  // A query, so that the one-time token is spent once even when the page renders twice.
  const check = useQuery({
    queryKey: ["verify-email", token],
    queryFn: async () => {
      await verifyEmail(api, token);
      return true;
    },
    enabled: token !== "",
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <AuthFrame title={t("auth.verify.title")}>
      {token === "" && <p>{t("auth.verify.noToken")}</p>}
      {token !== "" && check.isPending && (
        <div>
          <p>{t("auth.verify.working")}</p>
          <Skeleton rows={1} />
        </div>
      )}
      {check.isError && (
        <>
          <ProblemNote problem={asProblem(check.error)} />
          <Link to="/signup">{t("auth.verify.signUp")}</Link>
        </>
      )}
      {check.isSuccess && (
        <>
          <p role="status">{t("auth.verify.done")}</p>
          <ButtonLink look="primary" to="/login">
            {t("auth.verify.logIn")}
          </ButtonLink>
        </>
      )}
    </AuthFrame>
  );
}
