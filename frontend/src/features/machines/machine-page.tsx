import { useQuery } from "@tanstack/react-query";
import { NavLink, useParams } from "react-router";
import { useApi } from "@/api/context.ts";
import { actionQuery, machineQuery } from "@/api/machines.ts";
import type { Instance } from "@/api/types.ts";
import { PageHead } from "@/components/ui/page.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { StateBadge } from "@/components/ui/state-badge.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { ActionBar } from "./components/action-bar.tsx";
import { AttemptsTab } from "./components/attempts-tab.tsx";
import { EventsTab } from "./components/events-tab.tsx";
import { MetricsTab } from "./components/metrics-tab.tsx";
import { OverviewTab } from "./components/overview-tab.tsx";
import { WhyLines } from "./components/why-lines.tsx";
import { isGone } from "./model/explain.ts";

export const MACHINE_TABS = ["overview", "attempts", "events", "metrics"] as const;
export type MachineTab = (typeof MACHINE_TABS)[number];

export function MachinePage({ tab }: { tab: MachineTab }) {
  const { id = "" } = useParams();
  const answer = useQuery(machineQuery(useApi(), id));
  return (
    <Panel answer={answer} rows={8} bare>
      {(machine) => <Machine machine={machine} tab={tab} />}
    </Panel>
  );
}

function Machine({ machine, tab }: { machine: Instance; tab: MachineTab }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-col gap-4">
      <PageHead title={machine.name} lead={<StateBadge status={machine.status} />} aside={!isGone(machine.status) && <ActionBar machine={machine} />} />
      {isGone(machine.status) && <p className="text-muted">{t("machine.gone")}</p>}
      <section className="rounded-md border border-line bg-surface p-4">
        <p role="status" className="sr-only">
          {t(`machine.status.${machine.status}`)}
        </p>
        <WhyLines machine={machine} />
        {machine.current_action && <ActionProgress id={machine.current_action} />}
      </section>
      <nav aria-label={t("machine.tab.label")} className="flex gap-1 overflow-x-auto border-b border-line">
        {MACHINE_TABS.map((name) => (
          <NavLink
            key={name}
            end
            replace
            to={name === "overview" ? `/machines/${machine.id}` : `/machines/${machine.id}/${name}`}
            className={({ isActive }) => `min-h-9 px-3 py-2 whitespace-nowrap no-underline ${isActive ? "border-b-2 border-accent font-medium text-text" : "text-muted hover:text-text"}`}
          >
            {t(`machine.tab.${name}`)}
          </NavLink>
        ))}
      </nav>
      <TabContent machine={machine} tab={tab} />
    </div>
  );
}

function TabContent({ machine, tab }: { machine: Instance; tab: MachineTab }) {
  switch (tab) {
    case "overview":
      return <OverviewTab machine={machine} />;
    case "attempts":
      return <AttemptsTab machine={machine} />;
    case "events":
      return <EventsTab machine={machine} />;
    case "metrics":
      return <MetricsTab machine={machine} />;
  }
}

function ActionProgress({ id }: { id: string }) {
  const { t } = useTexts();
  const action = useQuery(actionQuery(useApi(), id)).data;
  if (!action || action.status !== "running") return null;
  return (
    <div className="mt-3 flex items-center gap-3">
      <progress aria-label={t("machine.progress")} max={100} value={action.progress} className="h-1.5 flex-1 accent-(--accent)" />
      <span className="num text-xs text-muted">{action.step ? `${action.step} · ${action.progress} %` : `${action.progress} %`}</span>
    </div>
  );
}
