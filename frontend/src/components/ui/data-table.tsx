import type { ReactNode } from "react";

export interface Column<T> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  readonly right?: boolean;
  /** Stands alone, without its title, when rows are cards. */
  readonly lead?: boolean;
}

interface DataTableProps<T> {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
}

/** A table from 640 px up, a list of cards below. */
export function DataTable<T>({ caption, columns, rows, keyOf }: DataTableProps<T>) {
  return (
    <table className="w-full border-collapse max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-sm:sr-only">
        <tr className="border-b border-line text-left text-xs text-muted">
          {columns.map((column) => (
            <th key={column.id} scope="col" className={`py-2 pr-4 font-medium last:pr-0 ${column.right ? "text-right" : ""}`}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:flex max-sm:flex-col max-sm:gap-3">
        {rows.map((row) => (
          <tr key={keyOf(row)} className="border-b border-line align-top last:border-0 max-sm:flex max-sm:flex-col max-sm:gap-1.5 max-sm:rounded-md max-sm:border max-sm:p-3 max-sm:last:border">
            {columns.map((column) => (
              <td key={column.id} className={`min-w-0 sm:py-2.5 sm:pr-4 sm:last:pr-0 ${column.right ? "sm:text-right" : ""} ${column.lead ? "" : "max-sm:flex max-sm:justify-between max-sm:gap-3 max-sm:text-right"}`}>
                {!column.lead && column.title !== "" && <span className="shrink-0 text-left text-xs text-muted sm:hidden">{column.title}</span>}
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
