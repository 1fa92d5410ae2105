import type { Instance } from "@/api/types.ts";
import { Empty } from "@/components/ui/empty.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { DrillsPanel } from "./components/drills-panel.tsx";
import { HistoryPanel } from "./components/history-panel.tsx";
import { StandbyPanel } from "./components/standby-panel.tsx";

/** What if it dies: the choice with what it comes to, the test of it, and what was measured when it did. */
export function FailoverTab({ machine, answeredAt }: { machine: Instance; answeredAt: number }) {
  const { t } = useTexts();
  if (!machine.standby) return <Empty title={t("failover.standby.notYet")} />;
  return (
    <div className="flex flex-col gap-4">
      {machine.status !== "destroyed" && <StandbyPanel machine={machine} standby={machine.standby} answeredAt={answeredAt} />}
      <DrillsPanel machine={machine} answeredAt={answeredAt} />
      <HistoryPanel machine={machine} />
    </div>
  );
}
