import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link, Navigate, useSearchParams } from "react-router";
import { backupQuery } from "@/api/backups.ts";
import { useApi, usePlatform } from "@/api/context.ts";
import { machineQuery } from "@/api/machines.ts";
import { asProblem } from "@/api/problem.ts";
import { Panel } from "@/components/ui/panel.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { formatBytes, formatMoment, formatNumber } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { DISK_MAX } from "../model/order.ts";

const GB = 1_000_000_000;
/** Room to work beside what comes back. */
const ROOM = 1.25;

function useOrigin(backup: string) {
  const api = useApi();
  const version = useQuery(backupQuery(api, backup));
  const machine = useQuery({ ...machineQuery(api, version.data?.instance ?? ""), enabled: version.data !== undefined });
  return { version, machine };
}

/** Without other wishes: the kind of GPU that the files come from. */
export function SameHardware({ backup }: { backup: string }) {
  const { t } = useTexts();
  const { version, machine } = useOrigin(backup);
  if (version.error) return <ProblemNote problem={asProblem(version.error)} onRetry={() => void version.refetch()} />;
  return (
    <Panel title={t("rent.restored.loading")} answer={machine} rows={3}>
      {({ gpu }) => <Navigate replace to={`/machines/new?gpu=${gpu.id}&count=${gpu.count}&restore_from=${backup}`} />}
    </Panel>
  );
}

interface RestoredFilesProps {
  backup: string;
  disk: string;
  /** Called once with the disk that the files ask for. */
  onNeed: (gb: number) => void;
}

/** Which files the machine begins with, and whether the disk takes them. */
export function RestoredFiles({ backup, disk, onNeed }: RestoredFilesProps) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const [params] = useSearchParams();
  const { version, machine } = useOrigin(backup);
  const bytes = version.data?.bytes_total;
  useEffect(() => {
    if (bytes !== undefined) onNeed(Math.min(DISK_MAX, Math.ceil((bytes * ROOM) / GB)));
  }, [bytes, onNeed]);
  const rest = new URLSearchParams(params);
  rest.delete("restore_from");
  return (
    <Panel title={t("rent.restored.title")} answer={version} rows={2} aside={<Link to={`/machines/new?${rest.toString()}`}>{t("rent.restored.none")}</Link>}>
      {(one) => (
        <div className="flex flex-col gap-1">
          <p className="num font-medium">
            {t("rent.restored.text", {
              files: t("backup.files", { count: one.files, n: formatNumber(one.files, locale) }),
              size: formatBytes(one.bytes_total, locale),
              name: machine.data?.name ?? one.instance,
              time: formatMoment(one.frozen_at, clock.now(), locale),
            })}
          </p>
          <p className="text-muted">{t("rent.restored.later")}</p>
          {Number(disk) * GB < one.bytes_total && <p className="font-medium text-warn">{t("rent.restored.small", { size: formatBytes(one.bytes_total, locale) })}</p>}
        </div>
      )}
    </Panel>
  );
}
