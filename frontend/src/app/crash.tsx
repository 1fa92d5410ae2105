import { isRouteErrorResponse, useRouteError } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button.tsx";
import { Empty } from "@/components/ui/empty.tsx";
import { PageHead } from "@/components/ui/page.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** A chunk that is missing after a deploy, told apart from a failure of ours. */
function isMissingChunk(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|Importing a module script failed|error loading/i.test(error.message);
}

export function NotFound() {
  const { t } = useTexts();
  return (
    <>
      <PageHead title={t("common.notFound.title")} lead={t("common.notFound.text")} />
      <ButtonLink to="/" className="self-start">
        {t("common.notFound.home")}
      </ButtonLink>
    </>
  );
}

export function Crash() {
  const { t } = useTexts();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  const reload = <Button onClick={() => window.location.reload()}>{t("common.reload.button")}</Button>;
  return (
    <main className="mx-auto max-w-xl p-6">
      {isMissingChunk(error) ? (
        <Empty title={t("common.reload.title")} action={reload}>
          {t("common.reload.text")}
        </Empty>
      ) : (
        <Empty title={t("common.crashed.title")} action={reload}>
          {t("common.crashed.text")}
        </Empty>
      )}
    </main>
  );
}
