import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { backupsOfQuery } from "@/api/backups.ts";
import { useApi, usePlatform } from "@/api/context.ts";
import type { Backup, BackupKind, Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { SelectField } from "@/components/ui/field.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { grouped } from "../model/buckets.ts";
import { SnapshotBar } from "./snapshot-bar.tsx";
import { VersionRow } from "./version-row.tsx";

const RestoreDialog = lazy(() => import("./restore-dialog.tsx"));

const KINDS = ["manual", "final"] as const satisfies BackupKind[];

/** Versions by age; which kind is shown is part of the address. */
export function VersionsPanel({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const { clock } = usePlatform();
  const [params, setParams] = useSearchParams();
  const kind = KINDS.find((one) => one === params.get("kind")) ?? null;
  const answer = useInfiniteQuery(backupsOfQuery(useApi(), machine.id, kind));
  const [restoring, setRestoring] = useState<{ backup: Backup | null } | null>(null);
  const gone = machine.status === "destroyed";
  const versions = answer.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Panel
      title={t("backup.versions.title")}
      answer={answer}
      rows={6}
      aside={
        <div className="flex flex-wrap items-end gap-2">
          <SelectField label={t("backup.versions.show")} value={kind ?? ""} onChange={(event) => setParams(event.target.value === "" ? {} : { kind: event.target.value }, { replace: true })}>
            <option value="">{t("backup.versions.all")}</option>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`backup.versions.${one}`)}
              </option>
            ))}
          </SelectField>
          {!gone && versions.length > 0 && <Button onClick={() => setRestoring({ backup: null })}>{t("backup.versions.pick")}</Button>}
        </div>
      }
    >
      {() => (
        <div className="flex flex-col gap-4">
          {!gone && <SnapshotBar machine={machine} />}
          {versions.length === 0 && <p className="py-2 text-muted">{t("backup.versions.empty")}</p>}
          {grouped(versions, clock.now()).map((group) => (
            <section key={group.bucket} aria-labelledby={`bucket-${group.bucket}`}>
              <h3 id={`bucket-${group.bucket}`} className="border-b border-line pb-1 text-xs font-medium text-muted">
                {t(`backup.versions.bucket.${group.bucket}`)}
              </h3>
              <ul>
                {group.versions.map((version) => (
                  <VersionRow key={version.id} machine={machine} version={version} onRestore={() => setRestoring({ backup: version })} />
                ))}
              </ul>
            </section>
          ))}
          {answer.hasNextPage && (
            <Button className="self-center" busy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
              {t("common.more")}
            </Button>
          )}
          {restoring && (
            <Suspense fallback={null}>
              <RestoreDialog machine={machine} backup={restoring.backup} paths={[]} onClose={() => setRestoring(null)} />
            </Suspense>
          )}
        </div>
      )}
    </Panel>
  );
}
