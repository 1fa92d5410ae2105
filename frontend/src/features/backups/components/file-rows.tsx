import { useInfiniteQuery } from "@tanstack/react-query";
import { filesQuery } from "@/api/backups.ts";
import { useApi } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import type { FileEntry } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { formatBytes, formatDateTime, formatNumber } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

export interface Tree {
  readonly open: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
  readonly focused: string | null;
  readonly toggle: (path: string) => void;
  readonly choose: (path: string) => void;
  readonly enter: (path: string) => void;
  readonly onFocus: (path: string) => void;
}

/** Name, size, time, mode; on a phone the last two stand below the name. */
export const ROW = "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-1 py-1 sm:grid-cols-[minmax(0,1fr)_9ch_22ch_5ch]";

const INDENT = ["pl-0", "pl-4", "pl-8", "pl-12", "pl-16", "pl-20"] as const;
const indent = (level: number) => INDENT[Math.min(level, INDENT.length) - 1] ?? "pl-0";

interface FolderRowsProps {
  backup: string;
  path: string;
  level: number;
  tree: Tree;
}

/** The entries of one folder, each open folder with its own below it. */
export function FolderRows({ backup, path, level, tree }: FolderRowsProps) {
  const { t } = useTexts();
  const answer = useInfiniteQuery(filesQuery(useApi(), backup, path));
  const entries = answer.data?.pages.flatMap((page) => page.entries) ?? [];
  const beside = (children: React.ReactNode) => (
    <div role="row" className={indent(level)}>
      <div role="gridcell" className="py-1">
        {children}
      </div>
    </div>
  );
  if (answer.error && !answer.data) return beside(<ProblemNote problem={asProblem(answer.error)} onRetry={() => void answer.refetch()} />);
  if (!answer.data) return beside(<Skeleton rows={level === 1 ? 5 : 1} />);
  return (
    <>
      {entries.length === 0 && beside(<span className="text-muted">{t("backup.browse.empty")}</span>)}
      {entries.map((entry, index) => (
        <FileRow key={entry.path} entry={entry} level={level} tree={tree} first={level === 1 && index === 0}>
          {entry.type === "directory" && tree.open.has(entry.path) && <FolderRows backup={backup} path={entry.path} level={level + 1} tree={tree} />}
        </FileRow>
      ))}
      {answer.data.pages.some((page) => page.complete === false) && beside(<span className="text-bad">{t("backup.browse.partLost")}</span>)}
      {answer.hasNextPage &&
        beside(
          <Button small busy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t("common.more")}
          </Button>,
        )}
    </>
  );
}

interface FileRowProps {
  entry: FileEntry;
  level: number;
  tree: Tree;
  first?: boolean;
  /** A hit of a search: its whole path, and nothing to open. */
  flat?: boolean;
  children?: React.ReactNode;
}

export function FileRow({ entry, level, tree, first = false, flat = false, children }: FileRowProps) {
  const { t, locale } = useTexts();
  const folder = entry.type === "directory";
  const open = folder && !flat && tree.open.has(entry.path);
  const chosen = tree.chosen.has(entry.path);
  const reachable = tree.focused === entry.path || (tree.focused === null && (first || flat));
  const bytes = folder ? entry.bytes_below : entry.size;
  const items = folder && entry.children !== null ? t("backup.browse.items", { count: entry.children, n: formatNumber(entry.children, locale) }) : null;
  const kind = folder || entry.type === "file" ? null : t(`backup.browse.type.${entry.type}`, { target: entry.target ?? "" });
  const time = formatDateTime(entry.mtime, locale);
  return (
    <>
      <div
        role="row"
        tabIndex={reachable ? 0 : -1}
        data-path={entry.path}
        data-folder={folder && !flat}
        aria-level={level}
        aria-selected={chosen}
        {...(folder && !flat ? { "aria-expanded": open } : {})}
        onFocus={(event) => event.target === event.currentTarget && tree.onFocus(entry.path)}
        className={`${ROW} rounded-md border-b border-line/60 ${chosen ? "bg-accent/10" : ""}`}
      >
        <div role="gridcell" className={`flex min-w-0 items-center gap-2 ${indent(level)}`}>
          <input type="checkbox" tabIndex={-1} checked={chosen} aria-label={t("backup.browse.pick", { name: entry.name })} onChange={() => tree.choose(entry.path)} className="size-4 shrink-0 accent-(--accent) pointer-coarse:size-5" />
          <Twist folder={folder && !flat} open={open} />
          <div className="min-w-0">
            {folder ? (
              <button type="button" tabIndex={-1} className="min-h-6 text-left font-medium break-all hover:underline" onClick={() => (flat ? tree.enter(entry.path) : tree.toggle(entry.path))}>
                {flat ? entry.path : `${entry.name}/`}
              </button>
            ) : (
              <span className="break-all">{flat ? entry.path : entry.name}</span>
            )}
            <p className="text-xs text-muted">
              {[kind, items, entry.fuzzy ? t("backup.browse.fuzzy") : null].filter(Boolean).join(" · ")}
              <span className="sm:hidden">{` ${time} · ${entry.mode}`}</span>
            </p>
          </div>
        </div>
        <span role="gridcell" className="num text-right whitespace-nowrap">
          {bytes === null ? "–" : formatBytes(bytes, locale)}
        </span>
        <span role="gridcell" className="num text-muted max-sm:hidden">
          {time}
        </span>
        <span role="gridcell" className="font-mono text-xs text-muted max-sm:hidden">
          {entry.mode}
        </span>
      </div>
      {children}
    </>
  );
}

function Twist({ folder, open }: { folder: boolean; open: boolean }) {
  return (
    <svg viewBox="0 0 8 8" className={`size-2.5 shrink-0 ${open ? "rotate-90" : ""} ${folder ? "" : "invisible"}`} aria-hidden="true">
      <path d="M2 1l4 3-4 3z" fill="currentColor" />
    </svg>
  );
}
