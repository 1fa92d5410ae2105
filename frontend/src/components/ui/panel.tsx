import type { ReactNode } from "react";
import { useId } from "react";
import { asProblem } from "@/api/problem.ts";
import { useLiveStatus } from "@/api/context.ts";
import { formatTime } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { ProblemNote } from "./problem-note.tsx";
import { Skeleton } from "./skeleton.tsx";

/** What a panel needs to know of its query; a query's result is one. */
export interface Answer<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly dataUpdatedAt: number;
  refetch(): unknown;
}

interface PanelProps<T> {
  title?: string;
  aside?: ReactNode;
  answer: Answer<T>;
  rows?: number;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  bare?: boolean;
  children: (data: T) => ReactNode;
}

/**
 * Owns the states of one part of a page. It says "empty" only after an answer, keeps what it has when a later answer fails
 * or the stream falls silent, and fails alone.
 */
export function Panel<T>({ title, aside, answer, rows = 3, isEmpty, empty, bare = false, children }: PanelProps<T>) {
  const { t, locale } = useTexts();
  const heading = useId();
  const stale = useLiveStatus() === "stale";
  const { data, error } = answer;
  return (
    <section {...(title ? { "aria-labelledby": heading } : {})} className={bare ? "" : "rounded-md border border-line bg-surface p-4"}>
      {(title || aside) && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          {title && (
            <h2 id={heading} className="text-base">
              {title}
            </h2>
          )}
          {aside}
        </div>
      )}
      {error !== null && error !== undefined && (
        <div className={data === undefined ? "" : "mb-3"}>
          <ProblemNote problem={asProblem(error)} onRetry={() => void answer.refetch()} />
        </div>
      )}
      {data === undefined && !error && <Skeleton rows={rows} />}
      {data !== undefined && stale && <p className="num mb-2 text-xs text-warn">{t("common.asOf", { time: formatTime(answer.dataUpdatedAt, locale) })}</p>}
      {data !== undefined && (isEmpty?.(data) ? empty : <div className={stale ? "text-muted" : ""}>{children(data)}</div>)}
    </section>
  );
}
