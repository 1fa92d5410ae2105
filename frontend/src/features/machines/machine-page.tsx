import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { NavLink, useParams } from "react-router";
import { useApi } from "@/api/context.ts";
import { isAway } from "@/api/failovers.ts";
import { actionQuery, machineQuery } from "@/api/machines.ts";
import { asProblem } from "@/api/problem.ts";
import type { Instance, InstanceStatus } from "@/api/types.ts";
import { PageHead } from "@/components/ui/page.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { ProgressBar } from "@/components/ui/progress-bar.tsx";
import { StateBadge } from "@/components/ui/state-badge.tsx";
import { en } from "@/lib/i18n/en/index.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { ActionBar } from "./components/action-bar.tsx";
import { AttemptsTab } from "./components/attempts-tab.tsx";
import { EventsTab } from "./components/events-tab.tsx";
import { GoneNote } from "./components/gone-note.tsx";
import { MetricsTab } from "./components/metrics-tab.tsx";
import { MoveBanner } from "./components/move-banner.tsx";
import { OutcomeNote } from "./components/outcome-note.tsx";
import { OverviewTab } from "./components/overview-tab.tsx";
import { RestoreBanner } from "./components/restore-banner.tsx";
import { WhyLines } from "./components/why-lines.tsx";
import { answers, isGone } from "./model/explain.ts";
import { useCommands } from "./use-commands.ts";

const CommandDialog = lazy(() => import("./components/command-dialog.tsx"));

export const MACHINE_TABS = ["overview", "backups", "failover", "attempts", "events", "metrics"] as const;

type Brought = "backups" | "failover";

/** The tabs of this feature, or one that is brought along. */
export type MachineTab = { readonly tab: Exclude<(typeof MACHINE_TABS)[number], Brought> } | { readonly tab: Brought; readonly content: (machine: Instance, answeredAt: number) => ReactNode };

export function MachinePage(shown: MachineTab) {
  const { id = "" } = useParams();
  const answer = useQuery(machineQuery(useApi(), id));
  return (
    <Panel answer={answer} rows={8} bare>
      {(machine) => <Machine key={machine.id} machine={machine} shown={shown} answeredAt={answer.dataUpdatedAt} />}
    </Panel>
  );
}

interface MachineProps {
  machine: Instance;
  shown: MachineTab;
  answeredAt: number;
}

function Machine({ machine, shown, answeredAt }: MachineProps) {
  const { t } = useTexts();
  const { asked, ask, send, close } = useCommands(machine);
  const { status } = machine;
  const gone = isGone(status);
  return (
    <div className="flex flex-col gap-4">
      <PageHead title={machine.name} lead={<StateBadge status={machine.status} />} aside={!gone && <ActionBar machine={machine} onAsk={ask} />} />
      {gone && <GoneNote machine={machine} />}
      {!gone && <OutcomeNote machine={machine} onAgain={ask} />}
      <section className={`rounded-md border bg-surface p-4 ${borderOf(status)}`}>
        <p role="status" className="sr-only">
          {t(`machine.status.${machine.status}`)}
        </p>
        {isAway(status) ? <MoveBanner machine={machine} status={status} answeredAt={answeredAt} /> : <WhyLines machine={machine} answeredAt={answeredAt} />}
        {machine.current_action && <ActionProgress id={machine.current_action} told={isAway(status)} />}
      </section>
      {machine.restore && <RestoreBanner restore={machine.restore} reachable={answers(status)} />}
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
      <TabContent machine={machine} shown={shown} answeredAt={answeredAt} />
      {asked && (
        <Suspense fallback={null}>
          <CommandDialog
            asked={asked}
            machine={machine}
            answeredAt={answeredAt}
            busy={send.isPending}
            problem={send.error ? asProblem(send.error) : null}
            onConfirm={(order) => send.mutate(order)}
            onClose={close}
          />
        </Suspense>
      )}
    </div>
  );
}

function TabContent({ machine, shown, answeredAt }: MachineProps) {
  switch (shown.tab) {
    case "overview":
      return <OverviewTab machine={machine} />;
    case "backups":
    case "failover":
      return shown.content(machine, answeredAt);
    case "attempts":
      return <AttemptsTab machine={machine} />;
    case "events":
      return <EventsTab machine={machine} />;
    case "metrics":
      return <MetricsTab machine={machine} />;
  }
}

function borderOf(status: InstanceStatus): string {
  if (!isAway(status)) return "border-line";
  return status === "failing_over" ? "border-warn" : "border-standby";
}

const STEPS = Object.keys(en.machine.step) as (keyof typeof en.machine.step)[];

/** `told`: the page says in words what is being done, so a step of a foreign name adds nothing. */
function ActionProgress({ id, told }: { id: string; told: boolean }) {
  const { t } = useTexts();
  const action = useQuery(actionQuery(useApi(), id)).data;
  if (!action || action.status !== "running") return null;
  const known = STEPS.find((step) => step === action.step);
  const step = known ? t(`machine.step.${known}`) : told ? null : action.step;
  return (
    <div className="mt-3 flex items-center gap-3">
      <ProgressBar label={t("machine.progress")} max={100} value={action.progress} />
      <span className="num shrink-0 text-xs text-muted">{step ? `${step} · ${action.progress} %` : `${action.progress} %`}</span>
    </div>
  );
}
