import { type ReactNode, useEffect } from "react";
import { useTexts } from "@/lib/i18n/use-texts.ts";

export function usePageTitle(title: string): void {
  const { t } = useTexts();
  const brand = t("common.brand");
  useEffect(() => {
    document.title = `${title} · ${brand}`;
  }, [title, brand]);
}

export function PageHead({ title, lead, aside }: { title: string; lead?: ReactNode; aside?: ReactNode }) {
  usePageTitle(title);
  return (
    <header className="flex flex-wrap items-center justify-between gap-3">
      <div className="min-w-0">
        <h1 className="text-xl">{title}</h1>
        {lead && <p className="text-muted">{lead}</p>}
      </div>
      {aside && <div className="flex flex-wrap gap-2">{aside}</div>}
    </header>
  );
}
