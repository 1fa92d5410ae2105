import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/api/context.ts";
import { machineEventsQuery } from "@/api/events.ts";
import type { Instance } from "@/api/types.ts";
import { Panel } from "@/components/ui/panel.tsx";
import { Timeline } from "@/components/ui/timeline.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";

export function EventsTab({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const answer = useQuery(machineEventsQuery(useApi(), machine.id));
  return (
    <Panel title={t("machine.events.title")} answer={answer} isEmpty={(list) => list.data.length === 0} empty={<p className="py-4 text-muted">{t("machine.events.empty")}</p>}>
      {(list) => <Timeline events={list.data} />}
    </Panel>
  );
}
