import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { workspacesQuery } from "@/api/backups.ts";
import { useApi } from "@/api/context.ts";
import type { BackupWorkspace } from "@/api/types.ts";
import { Empty } from "@/components/ui/empty.tsx";
import { PageHead } from "@/components/ui/page.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { WorkspaceTable } from "./components/workspace-table.tsx";

const WorkspaceDialog = lazy(() => import("./components/workspace-dialog.tsx"));

export interface AskedOfWorkspace {
  readonly what: "keep" | "erase";
  readonly workspace: BackupWorkspace;
}

export function BackupsPage() {
  const { t } = useTexts();
  const answer = useQuery(workspacesQuery(useApi()));
  const [asked, setAsked] = useState<AskedOfWorkspace | null>(null);
  const living = (list: BackupWorkspace[]) => list.filter((one) => one.destroyed_at === null);
  const left = (list: BackupWorkspace[]) => list.filter((one) => one.destroyed_at !== null);
  return (
    <>
      <PageHead title={t("backup.title")} lead={t("backup.lead")} />
      <Panel answer={answer} rows={6} isEmpty={(list) => list.data.length === 0} empty={<Empty title={t("backup.workspaces.empty.title")}>{t("backup.workspaces.empty.text")}</Empty>}>
        {(list) => (
          <div className="flex flex-col gap-6">
            {living(list.data).length > 0 && <WorkspaceTable title={t("backup.workspaces.living")} workspaces={living(list.data)} onAsk={setAsked} />}
            {left(list.data).length > 0 && <WorkspaceTable title={t("backup.workspaces.leftovers")} workspaces={left(list.data)} onAsk={setAsked} />}
          </div>
        )}
      </Panel>
      {asked && (
        <Suspense fallback={null}>
          <WorkspaceDialog asked={asked} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </>
  );
}
