import { usePlatform } from "@/api/context.ts";
import type { Backup, Instance } from "@/api/types.ts";
import { Button, ButtonLink } from "@/components/ui/button.tsx";
import { Ago } from "@/components/ui/figures.tsx";
import { TEXT_TONE, type Tone } from "@/components/ui/state-badge.tsx";
import { formatBytes, formatDate, formatMoment, formatNumber } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

function stateTone(state: Backup["state"]): Tone {
  switch (state) {
    case "verified":
      return "ok";
    case "damaged":
      return "bad";
    case "verifying":
      return "accent";
    case "committed":
    case "expired":
      return "muted";
  }
}

/** Marks of a version: what kind it is, whether it was read back, what it lacks. */
export function VersionMarks({ version }: { version: Backup }) {
  const { t, locale } = useTexts();
  const kept = version.keep_until ?? null;
  return (
    <span className="flex flex-wrap gap-x-3 text-xs text-muted">
      <span>{t(`backup.versions.kind.${version.kind}`)}</span>
      {version.latest && <span>{t("backup.versions.newest")}</span>}
      <span className={version.state === "damaged" ? "font-medium text-bad" : TEXT_TONE[stateTone(version.state)]}>{t(`backup.versions.state.${version.state}`)}</span>
      {!version.complete && <span className="text-warn">{t("backup.versions.incomplete")}</span>}
      {kept && <span>{t("backup.versions.keep", { date: formatDate(kept, locale) })}</span>}
      {!kept && version.expires_at && <span>{t("backup.versions.expires", { date: formatDate(version.expires_at, locale) })}</span>}
    </span>
  );
}

export function useVersionSize(): (version: Backup) => string {
  const { t, locale } = useTexts();
  return (version) =>
    `${t("backup.versions.size", { added: formatBytes(version.bytes_new, locale), total: formatBytes(version.bytes_total, locale) })} · ${t("backup.files", { count: version.files, n: formatNumber(version.files, locale) })}`;
}

interface VersionRowProps {
  machine: Instance;
  version: Backup;
  onRestore: () => void;
}

export function VersionRow({ machine, version, onRestore }: VersionRowProps) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const size = useVersionSize()(version);
  const time = formatMoment(version.frozen_at, clock.now(), locale);
  const readable = version.state !== "expired";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line py-2.5 last:border-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap gap-x-2">
          <span className="num font-medium">{time}</span>
          <span className="text-muted">
            <Ago at={version.frozen_at} />
          </span>
        </p>
        {version.description && <p className="font-medium break-words">{version.description}</p>}
        <p className="num text-muted">{size}</p>
        <VersionMarks version={version} />
      </div>
      {readable && (
        <div className="flex gap-2">
          <ButtonLink small to={`/machines/${machine.id}/backups?version=${version.id}`} aria-label={t("backup.versions.browseThis", { time })}>
            {t("backup.versions.browse")}
          </ButtonLink>
          {machine.status !== "destroyed" && (
            <Button small aria-label={t("backup.versions.restoreThis", { time })} onClick={onRestore}>
              {t("backup.versions.restore")}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
