import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useApi, useLiveStatus } from "@/api/context.ts";
import { useLiveBalance } from "@/api/live-balance.ts";
import { machinesQuery, savesFiles } from "@/api/machines.ts";
import { useMoment } from "@/components/ui/backup-age.tsx";
import { backupAge, FRESH_S, LATE_S } from "@/components/ui/backup-reading.ts";
import { formatCounter, formatSpan, formatTime } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, perSecond } from "@/lib/money.ts";

/** What is billed this second, how long it lasts, how old the oldest backup is, and whether these figures can be trusted. */
export function StatusStrip() {
  const { t } = useTexts();
  const status = useLiveStatus();
  return (
    <footer aria-label={t("common.strip.label")} className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-raised">
      <div className="num mx-auto flex h-11 max-w-6xl items-center gap-x-4 overflow-x-auto px-4 text-xs max-sm:gap-x-2.5 max-sm:px-3 whitespace-nowrap">
        <BurnPart />
        <BackupPart />
        <LivePart />
      </div>
      <p role="status" className="sr-only">
        {status === "live" && t("common.strip.becameLive")}
        {status === "stale" && t("common.strip.becameStale")}
      </p>
    </footer>
  );
}

function BurnPart() {
  const { t, locale } = useTexts();
  const { now, stale } = useLiveBalance();
  if (!now) return <span className="flex-1" />;
  const free = formatMoney(now.available, locale, 4);
  const lasts = now.runwayS === null ? t("common.strip.free", { amount: free }) : t("common.strip.lasts", { amount: free, time: formatSpan(now.runwayS, locale) });
  const second = t("common.perSecond", { price: formatMoney(perSecond(now.burn), locale, 6) });
  const hour = t("common.perHour", { price: formatMoney(now.burn, locale, 4) });
  return (
    <span className={`flex flex-1 gap-x-4 max-sm:gap-x-2.5 ${stale ? "text-muted" : ""}`}>
      <Link to="/machines" className="text-inherit no-underline hover:underline">
        {now.burn > 0n ? (
          <>
            <span className="max-sm:hidden">{`${t("common.strip.now")} ${second} = `}</span>
            {hour}
          </>
        ) : (
          t("common.strip.idle")
        )}
      </Link>
      <Link to="/billing" className="text-inherit no-underline hover:underline">
        {lasts}
      </Link>
    </span>
  );
}

/** The machine whose files are the longest unsaved; one without any backup goes first. */
function BackupPart() {
  const { t } = useTexts();
  const answer = useQuery(machinesQuery(useApi()));
  const momentOf = useMoment();
  const moment = momentOf(answer.dataUpdatedAt);
  const ages = (answer.data?.data ?? []).flatMap((machine) => (machine.backup && machine.backup.state !== "restoring" && savesFiles(machine) ? [{ machine, ageS: backupAge(machine.backup, moment) ?? Infinity }] : []));
  const oldest = ages.reduce<(typeof ages)[number] | null>((found, one) => (found === null || one.ageS > found.ageS ? one : found), null);
  if (!oldest) return null;
  const { machine, ageS } = oldest;
  const failing = machine.backup?.state === "failing" || machine.backup?.state === "limited";
  const tone = ageS === Infinity ? "text-warn" : ageS > LATE_S || failing ? "text-bad" : ageS > FRESH_S ? "text-warn" : "";
  return (
    <Link to={`/machines/${machine.id}/backups`} className={`no-underline hover:underline ${tone === "" ? "text-inherit" : `font-medium ${tone}`}`}>
      {ageS === Infinity ? (
        `${t("backup.strip.none")} `
      ) : (
        <>
          <span className="max-sm:sr-only">{t("backup.strip.oldest")}</span>
          <span className="sm:hidden" aria-hidden="true">
            {t("backup.strip.short")}
          </span>
          {` ${formatCounter(ageS)} `}
        </>
      )}
      <span className="max-sm:hidden">{machine.name}</span>
    </Link>
  );
}

function LivePart() {
  const { t, locale } = useTexts();
  const status = useLiveStatus();
  const { answer } = useLiveBalance();
  switch (status) {
    case "live":
      return (
        <span className="flex items-center gap-1.5 text-ok">
          <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
            <circle cx="4" cy="4" r="4" fill="currentColor" />
          </svg>
          {t("common.strip.live")}
        </span>
      );
    case "connecting":
      return <span className="text-muted">{t("common.strip.connecting")}</span>;
    case "stale":
      return <span className="text-warn">{t("common.strip.stale", { time: formatTime(answer.dataUpdatedAt || Date.now(), locale) })}</span>;
  }
}
