import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { fileSearchQuery } from "@/api/backups.ts";
import { useApi } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import { Field } from "@/components/ui/field.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { formatNumber } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { useSettled } from "@/lib/use-settled.ts";
import { crumbsOf, parentOf } from "../model/paths.ts";
import { FileRow, FolderRows, ROW, type Tree } from "./file-rows.tsx";

interface FileBrowserProps {
  backup: string;
  path: string;
  search: string;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onPath: (path: string) => void;
  onSearch: (text: string) => void;
  aside: ReactNode;
}

/** The files of one version as a tree that the keyboard walks, or those whose name was searched for. */
export function FileBrowser({ backup, path, search, chosen, onChoose, onPath, onSearch, aside }: FileBrowserProps) {
  const { t, locale } = useTexts();
  const [text, setText] = useState(search);
  const settled = useSettled(text.trim(), 300);
  useEffect(() => {
    if (settled !== search) onSearch(settled);
    // Only what was typed moves the address; the address is read once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  const found = useQuery({ ...fileSearchQuery(useApi(), backup, settled), enabled: settled !== "", placeholderData: keepPreviousData });
  const tree = useTree(chosen, onChoose, (next) => {
    setText("");
    onPath(next);
  });
  return (
    <section aria-labelledby="files-title" className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="files-title" className="text-base">
          {t("backup.browse.title")}
        </h2>
        {aside}
      </div>
      <div className="grid gap-3 sm:grid-cols-[1fr_16rem] sm:items-end">
        <Crumbs path={path} onPath={onPath} />
        <Field label={t("backup.browse.search")} type="search" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
      </div>
      {/* The rows take the focus one at a time; this only moves it between them. */}
      <div role="treegrid" tabIndex={-1} aria-label={t("backup.browse.title")} aria-multiselectable="true" onKeyDown={tree.walk} ref={tree.grid}>
        <div role="row" className={`${ROW} border-b border-line text-xs text-muted`}>
          {(["name", "size", "mtime", "mode"] as const).map((column) => (
            <span key={column} role="columnheader" className={column === "name" ? "" : column === "size" ? "text-right" : "max-sm:hidden"}>
              {t(`backup.browse.${column}`)}
            </span>
          ))}
        </div>
        {settled === "" ? (
          <FolderRows key={path} backup={backup} path={path} level={1} tree={tree} />
        ) : (
          <>
            {found.error && <ProblemNote problem={asProblem(found.error)} onRetry={() => void found.refetch()} />}
            {!found.data && !found.error && <Skeleton rows={4} />}
            {found.data?.entries.map((entry) => <FileRow key={entry.path} entry={entry} level={1} tree={tree} flat />)}
          </>
        )}
      </div>
      {settled !== "" && found.data?.entries.length === 0 && <p className="text-muted">{t("backup.browse.searchNone")}</p>}
      {settled !== "" && found.data?.complete === false && <p className="text-muted">{t("backup.browse.searchMany", { n: formatNumber(found.data.entries.length, locale) })}</p>}
      <p className="text-xs text-muted max-sm:hidden">{t("backup.browse.keys")}</p>
    </section>
  );
}

function Crumbs({ path, onPath }: { path: string; onPath: (path: string) => void }) {
  const { t } = useTexts();
  const crumbs = crumbsOf(path);
  return (
    <nav aria-label={t("backup.browse.crumbs")}>
      <ol className="flex flex-wrap items-center">
        {crumbs.map((crumb, index) => (
          <li key={crumb.path} className="flex items-center">
            {index > 0 && <span aria-hidden="true" className="px-1 text-muted">{"/"}</span>}
            {index === crumbs.length - 1 ? (
              <span aria-current="location" className="py-1 font-medium break-all">
                {crumb.name || t("backup.browse.root")}
              </span>
            ) : (
              <button type="button" className="min-h-6 rounded-md py-1 text-accent hover:underline" onClick={() => onPath(crumb.path)}>
                {crumb.name || t("backup.browse.root")}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Which folders are open, where the focus is, and how keys move it. */
function useTree(chosen: ReadonlySet<string>, onChoose: (chosen: ReadonlySet<string>) => void, onOpen: (path: string) => void): Tree & { walk: (event: KeyboardEvent) => void; grid: React.RefObject<HTMLDivElement> } {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const toggle = (path: string) => setOpen((before) => flipped(before, path));
  const choose = (path: string) => onChoose(flipped(chosen, path));
  const rows = () => [...(grid.current?.querySelectorAll<HTMLElement>("[data-path]") ?? [])];
  const pathOf = (row: HTMLElement | undefined) => row?.dataset["path"] ?? "";
  const walk = (event: KeyboardEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-path]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = rows();
    const at = all.indexOf(row);
    const path = pathOf(row);
    const folder = row.dataset["folder"] === "true";
    const moves: Record<string, () => void> = {
      ArrowDown: () => all[at + 1]?.focus(),
      ArrowUp: () => all[at - 1]?.focus(),
      Home: () => all[0]?.focus(),
      End: () => all.at(-1)?.focus(),
      ArrowRight: () => (folder && !open.has(path) ? toggle(path) : all[at + 1]?.focus()),
      ArrowLeft: () => (folder && open.has(path) ? toggle(path) : all.find((one) => pathOf(one) === parentOf(path))?.focus()),
      Enter: () => folder && onOpen(path),
      " ": () => choose(path),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return { open, chosen, focused, toggle, choose, enter: onOpen, onFocus: setFocused, walk, grid };
}

function flipped(set: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(path)) next.add(path);
  return next;
}
