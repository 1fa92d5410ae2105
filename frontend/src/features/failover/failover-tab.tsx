import type { Instance } from "@/api/types.ts";
import { Empty } from "@/components/ui/empty.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { HistoryPanel } from "./components/history-panel.tsx";
import { StandbyHelper } from "./components/standby-helper.tsx";
import { StandbyPanel } from "./components/standby-panel.tsx";

/** What if it dies: the choice with what it comes to, and what was measured when it did. */
export function FailoverTab({ machine, answeredAt }: { machine: Instance; answeredAt: number }) {
  const { t } = useTexts();
  const gone = machine.status === "destroyed";
  if (!machine.standby) return <Empty title={t("failover.standby.notYet")} />;
  return (
    <div className="flex flex-col gap-4">
      {!gone && <StandbyHelper machine={machine} standby={machine.standby} answeredAt={answeredAt} />}
      {!gone && <StandbyPanel machine={machine} standby={machine.standby} />}
      <HistoryPanel machine={machine} />
    </div>
  );
}
