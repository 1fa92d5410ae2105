import { PageHead } from "@/components/ui/page.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { BalanceTiles } from "./balance-tiles.tsx";
import { TransactionsPanel } from "./transactions-panel.tsx";

export function BillingPage() {
  const { t } = useTexts();
  return (
    <>
      <PageHead title={t("billing.title")} />
      <BalanceTiles full />
      <TransactionsPanel />
    </>
  );
}
