import { PageHead } from "@/components/ui/page.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { ApiKeysPanel } from "./components/api-keys-panel.tsx";
import { SshKeysPanel } from "./components/ssh-keys-panel.tsx";

export function KeysPage() {
  const { t } = useTexts();
  return (
    <>
      <PageHead title={t("keys.title")} />
      <SshKeysPanel />
      <ApiKeysPanel />
    </>
  );
}
