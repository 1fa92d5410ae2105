import type { InstanceStandby } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { Facts } from "@/components/ui/facts.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";

interface StandbyConflictProps {
  theirs: InstanceStandby;
  onTake: () => void;
  onKeep: () => void;
}

/** What is saved now, beside what the form still holds. */
export function StandbyConflict({ theirs, onTake, onKeep }: StandbyConflictProps) {
  const { t } = useTexts();
  return (
    <div role="alert" className="flex flex-col gap-3 rounded-md border border-warn p-3">
      <p className="font-medium text-warn">{t("failover.standby.conflict")}</p>
      <Facts
        items={[
          [t("failover.standby.policy"), t(`failover.standby.${theirs.policy}`)],
          [t("failover.standby.zone"), theirs.zone ?? "–"],
          [t("failover.standby.type"), theirs.machine_type],
          [t("failover.standby.drillDays"), theirs.drill_days === null ? t("failover.standby.drillNever") : t("failover.standby.drillEvery", { days: theirs.drill_days })],
          [t("failover.standby.spot"), theirs.spot ? t("failover.standby.yes") : t("failover.standby.no")],
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTake}>{t("failover.standby.takeTheirs")}</Button>
        <Button look="danger" onClick={onKeep}>
          {t("failover.standby.saveMine")}
        </Button>
      </div>
    </div>
  );
}
