import type { Drill } from "@/api/types.ts";
import { CopyButton } from "@/components/ui/copy-field.tsx";
import { formatNumber } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { shortDigest } from "../model/drill.ts";

const MOST_PATHS = 100;

/** Both digests, so that nobody has to believe the word "same", and what is not. */
export function DrillProof({ files }: { files: NonNullable<Drill["files"]> }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        <Digest name={t("failover.drill.digestSaved")} digest={files.digest_saved} />
        <Digest name={t("failover.drill.digestFound")} digest={files.digest_found} />
      </dl>
      <p className={`font-medium ${files.same ? "text-ok" : "text-bad"}`}>{t(files.same ? "failover.drill.same" : "failover.drill.notSame")}</p>
      {files.differing.length > 0 && <Differing paths={files.differing} />}
    </div>
  );
}

function Digest({ name, digest }: { name: string; digest: string | null }) {
  const { t } = useTexts();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center justify-between gap-2 rounded-md border border-line bg-bg p-1.5 pl-3">
        {digest === null ? (
          <span className="py-1 text-muted">{t("failover.drill.digestNone")}</span>
        ) : (
          <>
            <code className="font-mono text-sm" title={digest}>
              {shortDigest(digest)}
            </code>
            <CopyButton what={name} value={digest} />
          </>
        )}
      </dd>
    </div>
  );
}

function Differing({ paths }: { paths: readonly string[] }) {
  const { t, locale } = useTexts();
  const label = t("failover.drill.differing", { count: paths.length, n: formatNumber(paths.length, locale) });
  // What scrolls must be reachable by keyboard.
  const scrolls = { tabIndex: 0, role: "group", "aria-label": label } as const;
  return (
    <div className="min-w-0">
      <h3 className="pb-1 text-xs font-medium text-muted">{label}</h3>
      <div {...scrolls} className="max-h-48 overflow-auto rounded-md border border-line p-2">
        <ul aria-label={label}>
          {paths.map((path) => (
            <li key={path}>
              <code className="font-mono text-xs break-all">{path}</code>
            </li>
          ))}
        </ul>
      </div>
      {paths.length >= MOST_PATHS && <p className="pt-1 text-xs text-muted">{t("failover.drill.morePaths", { n: formatNumber(MOST_PATHS, locale) })}</p>}
    </div>
  );
}
