import type { ReactNode } from "react";
import { Brand } from "@/components/ui/brand.tsx";
import { usePageTitle } from "@/components/ui/page.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** One column: who we are, then the form. */
export function AuthFrame({ title, children, footer }: { title: string; children: ReactNode; footer?: ReactNode }) {
  usePageTitle(title);
  const { t } = useTexts();
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <div className="flex flex-col gap-3">
        <Brand />
        <p className="text-lg font-semibold">{t("auth.pitch")}</p>
        <p className="text-muted">{t("auth.pitchMore")}</p>
      </div>
      <section className="flex flex-col gap-4 rounded-md border border-line bg-surface p-5" aria-labelledby="auth-title">
        <h1 id="auth-title" className="text-lg">
          {title}
        </h1>
        {children}
      </section>
      {footer && <p className="flex flex-wrap gap-2 text-muted">{footer}</p>}
    </main>
  );
}
