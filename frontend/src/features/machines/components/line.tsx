import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Instance } from "@/api/types.ts";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { Ago } from "@/components/ui/figures.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** Questions and their answers, one under the other. */
export function Lines({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">{children}</dl>;
}

export function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="font-mono text-xs leading-5 text-muted">{name}</dt>
      <dd className="num min-w-0">{children}</dd>
    </>
  );
}

/** How old the last backup is, with the way to all of them. */
export function SavedLine({ machine, answeredAt }: { machine: Instance; answeredAt: number }) {
  const { t } = useTexts();
  if (!machine.backup) return null;
  return (
    <Line name={t("machine.line.saved")}>
      <Link to={`/machines/${machine.id}/backups`} className="text-inherit">
        <BackupAge machine={machine} answeredAt={answeredAt} />
      </Link>
      <Verified machine={machine} />
      {machine.backup.problem && <p className="break-words text-muted">{machine.backup.problem}</p>}
    </Line>
  );
}

function Verified({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const { verified_at: at, verified_state: state } = machine.backup ?? {};
  if (!at) return null;
  const [before = "", after = ""] = t(state === "damaged" ? "backup.age.damaged" : "backup.age.verified", { ago: "\u0000" }).split("\u0000");
  return (
    <span className={state === "damaged" ? "font-medium text-bad" : "text-muted"}>
      {` · ${before}`}
      <Ago at={at} />
      {after}
    </span>
  );
}
