import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { backupQuery, backupsOfQuery, comparisonQuery } from "@/api/backups.ts";
import { useApi, usePlatform } from "@/api/context.ts";
import type { Backup, Comparison, FileEntry } from "@/api/types.ts";
import { SelectField } from "@/components/ui/field.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { formatBytes, formatMoment } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

interface ComparePanelProps {
  version: Backup;
  other: string;
  path: string;
  onOther: (id: string) => void;
}

const PARTS = ["added", "changed", "removed"] as const;
const SIGNS = { added: "+", changed: "~", removed: "−" } as const;
const TONES = { added: "text-ok", changed: "text-accent", removed: "text-bad" } as const;

/** What changed between this version and another one, from the older to the newer, below the folder that is shown. */
export function ComparePanel({ version, other, path, onOther }: ComparePanelProps) {
  const { t, locale } = useTexts();
  const { api, clock } = usePlatform();
  const versions = useInfiniteQuery(backupsOfQuery(api, version.instance, null)).data?.pages.flatMap((page) => page.data) ?? [];
  const choices = versions.filter((one) => one.id !== version.id && one.state !== "expired");
  const time = (backup: Backup) => formatMoment(backup.frozen_at, clock.now(), locale);
  const listed = choices.find((one) => one.id === other);
  const fetched = useQuery({ ...backupQuery(api, other), enabled: other !== "" && !listed });
  const found = listed ?? fetched.data;
  return (
    <section className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
      <SelectField label={t("backup.compare.with")} value={other} onChange={(event) => onOther(event.target.value)}>
        <option value="">{t("backup.compare.nothing")}</option>
        {other !== "" && !listed && <option value={other}>{found ? time(found) : other}</option>}
        {choices.map((one) => (
          <option key={one.id} value={one.id}>
            {[time(one), t(`backup.versions.kind.${one.kind}`), one.description].filter(Boolean).join(" · ")}
          </option>
        ))}
      </SelectField>
      {found && <Differences older={olderOf(version, found)} newer={olderOf(version, found) === found ? version : found} path={path} time={time} />}
    </section>
  );
}

function olderOf(a: Backup, b: Backup): Backup {
  return Date.parse(a.frozen_at) <= Date.parse(b.frozen_at) ? a : b;
}

function Differences({ older, newer, path, time }: { older: Backup; newer: Backup; path: string; time: (version: Backup) => string }) {
  const { t } = useTexts();
  const answer = useQuery(comparisonQuery(useApi(), newer.id, older.id, path));
  const same = (found: Comparison) => PARTS.every((part) => found[part].length === 0);
  return (
    <Panel title={t("backup.compare.title", { from: time(older), to: time(newer) })} answer={answer} bare isEmpty={same} empty={<p className="text-muted">{t("backup.compare.same")}</p>}>
      {(found) => (
        <div className="flex flex-col gap-3">
          {PARTS.filter((part) => found[part].length > 0).map((part) => (
            <div key={part}>
              <h3 className={`text-sm ${TONES[part]}`}>{`${t(`backup.compare.${part}`)} (${found[part].length})`}</h3>
              <ul>
                {found[part].map((entry) => (
                  <Difference key={entry.path} part={part} entry={entry} />
                ))}
              </ul>
            </div>
          ))}
          {found.more && <p className="text-muted">{t("backup.compare.more")}</p>}
        </div>
      )}
    </Panel>
  );
}

function Difference({ part, entry }: { part: (typeof PARTS)[number]; entry: FileEntry }) {
  const { locale } = useTexts();
  return (
    <li className="flex justify-between gap-4 border-b border-line/60 py-1 last:border-0">
      <span className="min-w-0 break-all">
        <span aria-hidden="true" className={`inline-block w-4 font-mono ${TONES[part]}`}>
          {SIGNS[part]}
        </span>
        {entry.path}
      </span>
      <span className="num shrink-0 text-muted">{entry.type === "directory" ? "" : formatBytes(entry.size, locale)}</span>
    </li>
  );
}
