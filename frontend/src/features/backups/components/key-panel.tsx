import { lazy, Suspense, useState } from "react";
import type { Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";

const KeyDialog = lazy(() => import("./key-dialog.tsx"));

export function KeyPanel({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <section aria-labelledby="key-title" className="flex flex-col items-start gap-2 rounded-md border border-line bg-surface p-4">
      <h2 id="key-title" className="text-base">
        {t("backup.key.title")}
      </h2>
      <p className="text-muted">{t("backup.key.text")}</p>
      <Button onClick={() => setOpen(true)}>{t("backup.key.button")}</Button>
      {open && (
        <Suspense fallback={null}>
          <KeyDialog machine={machine} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </section>
  );
}
