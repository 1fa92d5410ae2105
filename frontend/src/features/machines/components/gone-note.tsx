import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { workspacesQuery } from "@/api/backups.ts";
import { useApi } from "@/api/context.ts";
import type { Instance } from "@/api/types.ts";
import { formatDate } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** What is left of a destroyed machine: its history, and for a while its backups. */
export function GoneNote({ machine }: { machine: Instance }) {
  const { t, locale } = useTexts();
  const workspaces = useQuery({ ...workspacesQuery(useApi()), enabled: machine.backup !== undefined });
  const left = workspaces.data?.data.find((one) => one.instance === machine.id);
  return (
    <p className="flex flex-wrap gap-x-2 text-muted">
      <span>{t("machine.gone")}</span>
      {left?.delete_at && <span className="font-medium text-text">{t("machine.goneBackups", { date: formatDate(left.delete_at, locale) })}</span>}
      {left && <Link to="/backups">{t("machine.goneLink")}</Link>}
    </p>
  );
}
