import { ButtonLink } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/page.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { MachineList } from "./components/machine-list.tsx";

export function MachinesPage() {
  const { t } = useTexts();
  return (
    <>
      <PageHead
        title={t("machine.title")}
        aside={
          <ButtonLink look="primary" to="/market">
            {t("machine.rent")}
          </ButtonLink>
        }
      />
      <MachineList />
    </>
  );
}
