import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { newestBackupQuery } from "@/api/backups.ts";
import { useApi } from "@/api/context.ts";
import { machinesQuery } from "@/api/machines.ts";
import type { BackupWorkspace } from "@/api/types.ts";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { Button, ButtonLink } from "@/components/ui/button.tsx";
import { type Column, DataTable } from "@/components/ui/data-table.tsx";
import { Ago, Rate } from "@/components/ui/figures.tsx";
import { StateBadge } from "@/components/ui/state-badge.tsx";
import { formatBytes, formatDate, formatNumber, formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import type { AskedOfWorkspace } from "../backups-page.tsx";
import { DamagedFiles } from "./damage-note.tsx";
import { VerifiedMark } from "./protection-panel.tsx";

interface WorkspaceTableProps {
  title: string;
  workspaces: readonly BackupWorkspace[];
  onAsk: (asked: AskedOfWorkspace) => void;
}

export function WorkspaceTable({ title, workspaces, onAsk }: WorkspaceTableProps) {
  const { t, locale } = useTexts();
  const columns: Column<BackupWorkspace>[] = [
    {
      id: "machine",
      title: t("backup.workspaces.machine"),
      lead: true,
      cell: (one) => (
        <div className="flex flex-col gap-0.5">
          <Link to={`/machines/${one.instance}/backups`} className="font-semibold max-sm:break-all sm:whitespace-nowrap">
            {one.name}
          </Link>
          <StateBadge status={one.status} />
        </div>
      ),
    },
    { id: "last", title: t("backup.workspaces.last"), cell: (one) => <LastOf workspace={one} /> },
    {
      id: "size",
      title: t("backup.workspaces.size"),
      cell: (one) => (
        <span className="num">
          {t("backup.workspaces.stored", { stored: formatBytes(one.stored_bytes, locale), total: formatBytes(one.bytes, locale) })}
          <span className="block text-xs text-muted">{t("backup.workspaces.versions", { count: one.backups, n: formatNumber(one.backups, locale) })}</span>
        </span>
      ),
    },
    { id: "cost", title: t("backup.workspaces.cost"), right: true, cell: (one) => (one.price_per_hour ? <Rate value={one.price_per_hour} /> : t("backup.workspaces.free")) },
    {
      id: "verified",
      title: t("backup.workspaces.verified"),
      cell: (one) => (
        <div>
          <VerifiedMark at={one.verified_at} state={one.verified_state} />
          {one.damaged_files.length > 0 && (
            <details>
              <summary className="min-h-6 cursor-pointer text-bad">{t("backup.workspaces.damaged")}</summary>
              <DamagedFiles files={one.damaged_files} />
            </details>
          )}
        </div>
      ),
    },
    {
      id: "copy",
      title: t("backup.workspaces.copy"),
      cell: (one) => <span className="num whitespace-nowrap">{one.copy_lag_s === null ? t("backup.protection.noCopy") : t("backup.protection.copyBehind", { span: formatSpan(one.copy_lag_s, locale) })}</span>,
    },
    {
      id: "until",
      title: t("backup.workspaces.until"),
      cell: (one) => <span className="num whitespace-nowrap">{one.delete_at ? formatDate(one.delete_at, locale) : t("backup.workspaces.stays")}</span>,
    },
    { id: "do", title: "", lead: true, cell: (one) => <Commands workspace={one} onAsk={onAsk} /> },
  ];
  return (
    <section aria-labelledby={`of-${title}`}>
      <h2 id={`of-${title}`} className="mb-2 text-base">
        {title}
      </h2>
      <DataTable caption={title} columns={columns} rows={workspaces} keyOf={(one) => one.instance} />
    </section>
  );
}

/** A machine that lives tells its age itself; what is left of a gone one only has a date. */
function LastOf({ workspace }: { workspace: BackupWorkspace }) {
  const { t } = useTexts();
  const answer = useQuery({ ...machinesQuery(useApi()), enabled: workspace.destroyed_at === null });
  const machine = answer.data?.data.find((one) => one.id === workspace.instance);
  if (machine?.backup && workspace.destroyed_at === null) return <BackupAge machine={machine} answeredAt={answer.dataUpdatedAt} />;
  return workspace.last_at ? <Ago at={workspace.last_at} /> : <span className="text-muted">{t("backup.age.none")}</span>;
}

function Commands({ workspace, onAsk }: { workspace: BackupWorkspace; onAsk: (asked: AskedOfWorkspace) => void }) {
  const { t } = useTexts();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const toNew = useMutation({
    mutationFn: () => queries.query(newestBackupQuery(api, workspace.instance)),
    onSuccess: (newest) => (newest ? navigate(`/machines/new?restore_from=${newest.id}`) : undefined),
  });
  return (
    <div className="flex flex-wrap gap-2 sm:justify-end">
      <ButtonLink small to={`/machines/${workspace.instance}/backups`}>
        {t("backup.workspaces.open")}
        <span className="sr-only">{workspace.name}</span>
      </ButtonLink>
      {workspace.destroyed_at !== null && (
        <>
          <Button small busy={toNew.isPending} onClick={() => toNew.mutate()}>
            {t("backup.workspaces.toNew")} <span className="sr-only">{workspace.name}</span>
          </Button>
          <Button small onClick={() => onAsk({ what: "keep", workspace })}>
            {t("backup.workspaces.keep")} <span className="sr-only">{workspace.name}</span>
          </Button>
          <Button small look="danger" onClick={() => onAsk({ what: "erase", workspace })}>
            {t("backup.workspaces.erase")} <span className="sr-only">{workspace.name}</span>
          </Button>
        </>
      )}
    </div>
  );
}
