import { lazy, Suspense, useState } from "react";
import { usePlatform } from "@/api/context.ts";
import { endOf } from "@/api/drills.ts";
import type { Instance } from "@/api/types.ts";
import { AllowanceText } from "@/components/ui/allowance-text.tsx";
import { hasBackup } from "@/components/ui/backup-reading.ts";
import { Button } from "@/components/ui/button.tsx";
import { drillsLeft } from "@/components/ui/failover-reading.ts";
import { Panel } from "@/components/ui/panel.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { runningOf } from "../model/drill.ts";
import { useDrillRequest, useDrills } from "../use-drills.ts";
import { DrillCard } from "./drill-card.tsx";
import { DrillRunning } from "./drill-running.tsx";

const DrillDialog = lazy(() => import("./drill-dialog.tsx"));

/** The failover, tested beside the machine: what it is, how it goes on, and what every one of them found. */
export function DrillsPanel({ machine, answeredAt }: { machine: Instance; answeredAt: number }) {
  const { t } = useTexts();
  const { clock } = usePlatform();
  const { answer, drills } = useDrills(machine.id);
  const [asking, setAsking] = useState(false);
  const request = useDrillRequest(machine.id, () => setAsking(false));
  const running = runningOf(drills ?? []);
  const refused = useRefusal(machine, running !== null);
  const over = (drills ?? []).filter((drill) => endOf(drill) !== null);
  const ask = () => {
    request.reset();
    setAsking(true);
  };
  return (
    <>
      <Panel
        title={t("failover.drill.title")}
        answer={answer}
        rows={4}
        aside={
          machine.status !== "destroyed" && (
            <Button look="primary" refusedBecause={refused} onClick={ask}>
              {t("failover.drill.start")}
            </Button>
          )
        }
      >
        {() => (
          <div className="flex flex-col gap-3">
            <p className="max-w-prose">{t("failover.drill.about")}</p>
            {refused && !running && machine.status !== "destroyed" && <p className="font-medium text-warn">{refused}</p>}
            {drills && <AllowanceText of={drillsLeft(drills, clock.now())} kind="drills" />}
            {running && <DrillRunning drill={running} answeredAt={answer.dataUpdatedAt} />}
            {over.length === 0 && !running && <p className="py-2 text-muted">{t("failover.drill.none")}</p>}
            {over.length > 0 && (
              <ul className="flex flex-col gap-3">
                {over.map((drill, index) => (
                  <DrillCard key={drill.id} machine={machine} drill={drill} open={index === 0 && !running} />
                ))}
              </ul>
            )}
            {answer.hasNextPage && (
              <Button className="self-center" busy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
                {t("common.more")}
              </Button>
            )}
          </div>
        )}
      </Panel>
      {asking && (
        <Suspense fallback={null}>
          <DrillDialog machine={machine} drills={drills ?? null} answeredAt={answeredAt} request={request} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Why it cannot be asked for now, as far as the page knows; the server has the last word. */
function useRefusal(machine: Instance, running: boolean): string | null {
  const { t } = useTexts();
  if (running) return t("errors.drill_running");
  if (!machine.allowed_commands.includes("drill")) return t("machine.command.notNow", { state: t(`machine.status.${machine.status}`) });
  if (machine.standby?.policy === "off") return t("failover.drill.off");
  return hasBackup(machine) ? null : t("errors.nothing_saved");
}
