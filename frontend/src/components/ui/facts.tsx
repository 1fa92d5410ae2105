import type { ReactNode } from "react";

/** Names and values in one or two columns. */
export function Facts({ items }: { items: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
      {items.map(([name, value]) => (
        <div key={name} className="flex min-w-0 justify-between gap-4 border-b border-line pb-1.5 sm:block sm:border-0 sm:pb-0">
          <dt className="shrink-0 text-xs text-muted">{name}</dt>
          <dd className="min-w-0 break-words text-right sm:text-left">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Tile({ name, hint, children }: { name: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5 rounded-md border border-line bg-surface p-4">
      <span className="text-xs text-muted">{name}</span>
      <span className="num text-lg font-semibold">{children}</span>
      {hint && <span className="text-xs text-muted">{hint}</span>}
    </div>
  );
}
