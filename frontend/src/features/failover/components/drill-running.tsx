import type { Drill } from "@/api/types.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { goingOf } from "../model/drill.ts";
import { DrillSteps } from "./drill-steps.tsx";

/** The test that goes on. What reads aloud is the step, not its seconds. */
export function DrillRunning({ drill, answeredAt }: { drill: Drill; answeredAt: number }) {
  const { t } = useTexts();
  const going = goingOf(drill)?.going;
  return (
    <section aria-labelledby="drill-running" className="flex flex-col gap-2 rounded-md border border-standby p-3">
      <h3 id="drill-running" className="font-semibold text-standby">
        {t("failover.drill.running")}
      </h3>
      {going && (
        <p role="status" className="sr-only">
          {t(`failover.drill.going.${going}`)}
        </p>
      )}
      <p className="text-muted">{t(drill.trigger === "schedule" ? "failover.drill.bySchedule" : "failover.drill.byUser")}</p>
      <DrillSteps drill={drill} label={t("failover.drill.steps")} answeredAt={answeredAt} />
    </section>
  );
}
