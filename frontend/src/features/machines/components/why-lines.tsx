import { Link } from "react-router";
import { usePlatform } from "@/api/context.ts";
import type { Instance } from "@/api/types.ts";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { Ago } from "@/components/ui/figures.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { explain, isGone } from "../model/explain.ts";

export function WhyLines({ machine, answeredAt }: { machine: Instance; answeredAt: number }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const lines = explain(machine, clock.now(), t, locale);
  const seen = machine.health?.last_seen_at;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
      <dt className="font-mono text-xs leading-5 text-muted">{t("machine.line.why")}</dt>
      <dd className="min-w-0">
        <span>{lines.why}</span> <span className="text-muted">{"· "}</span>
        <span className="text-muted">
          <Ago at={machine.reason.since} />
        </span>
        {lines.detail && <p className="break-words text-muted">{lines.detail}</p>}
      </dd>
      <dt className="font-mono text-xs leading-5 text-muted">{t("machine.line.now")}</dt>
      <dd className="num">
        {lines.now}
        {seen && (machine.status === "running" || machine.status === "suspect") && (
          <span className="text-muted">
            {" · "}
            <Seen at={seen} />
          </span>
        )}
      </dd>
      <dt className="font-mono text-xs leading-5 text-muted">{t("machine.line.next")}</dt>
      <dd>{lines.next}</dd>
      {machine.backup && !isGone(machine.status) && (
        <>
          <dt className="font-mono text-xs leading-5 text-muted">{t("machine.line.saved")}</dt>
          <dd className="min-w-0">
            <Link to={`/machines/${machine.id}/backups`} className="text-inherit">
              <BackupAge machine={machine} answeredAt={answeredAt} />
            </Link>
            <Verified machine={machine} />
            {machine.backup.problem && <p className="break-words text-muted">{machine.backup.problem}</p>}
          </dd>
        </>
      )}
    </dl>
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

function Seen({ at }: { at: string }) {
  const { t } = useTexts();
  const [before = "", after = ""] = t("machine.now.lastSeen", { time: "\u0000" }).split("\u0000");
  return (
    <>
      {before}
      <Ago at={at} />
      {after}
    </>
  );
}
