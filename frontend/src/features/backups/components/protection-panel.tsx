import type { Instance, InstanceBackup } from "@/api/types.ts";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { Facts } from "@/components/ui/facts.tsx";
import { Ago } from "@/components/ui/figures.tsx";
import { MeterBar } from "@/components/ui/meter-bar.tsx";
import { formatBytes, formatNumber, formatSpan } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

interface ProtectionPanelProps {
  machine: Instance;
  backup: InstanceBackup;
  answeredAt: number;
}

export function ProtectionPanel({ machine, backup, answeredAt }: ProtectionPanelProps) {
  const { t, locale } = useTexts();
  const facts: (readonly [string, React.ReactNode])[] = [
    [t("backup.age.label"), <BackupAge key="age" machine={machine} answeredAt={answeredAt} />],
    [t("backup.protection.waiting"), backup.backlog_bytes > 0 ? formatBytes(backup.backlog_bytes, locale) : t("backup.protection.nothing")],
    [t("backup.protection.verified"), <VerifiedMark key="verified" at={backup.verified_at} state={backup.verified_state} />],
    [t("backup.protection.copy"), backup.copy_lag_s === null ? t("backup.protection.noCopy") : t("backup.protection.copyBehind", { span: formatSpan(backup.copy_lag_s, locale) })],
  ];
  if (backup.files !== null) facts.push([t("backup.protection.files"), `${formatNumber(backup.files, locale)} · ${formatBytes(backup.bytes ?? 0, locale)}`]);
  facts.push([t("backup.protection.watch"), <span key="watch" className={backup.watched ? "" : "text-warn"}>{backup.watched ? t("backup.protection.watched") : t("backup.protection.looked")}</span>]);
  return (
    <section aria-labelledby="protection" className="flex flex-col gap-4 rounded-md border border-line bg-surface p-4">
      <h2 id="protection" className="text-base">
        {t("backup.protection.title")}
      </h2>
      {backup.state === "off" && <p className="font-medium text-warn">{t("backup.protection.offText")}</p>}
      <Facts items={facts} />
      {backup.problem && (
        <p className="break-words">
          <span className="text-muted">{`${t("backup.protection.problem")}: `}</span>
          {backup.problem}
        </p>
      )}
      {backup.stored_bytes !== null && backup.limit_bytes !== null && backup.limit_bytes > 0 && (
        <MeterBar
          label={t("backup.protection.stored")}
          share={backup.stored_bytes / backup.limit_bytes}
          text={t("machine.metrics.of", { used: formatBytes(backup.stored_bytes, locale), total: formatBytes(backup.limit_bytes, locale) })}
        />
      )}
    </section>
  );
}

/** "verified 3 hr. ago", or what is wrong. */
export function VerifiedMark({ at, state }: { at: string | null; state: InstanceBackup["verified_state"] }) {
  const { t } = useTexts();
  if (at === null) return <span className="text-muted">{t("backup.age.unverified")}</span>;
  const [before = "", after = ""] = t(state === "damaged" ? "backup.age.damaged" : "backup.age.verified", { ago: "\u0000" }).split("\u0000");
  return (
    <span className={state === "damaged" ? "font-medium text-bad" : "text-ok"}>
      {before}
      <Ago at={at} />
      {after}
    </span>
  );
}
