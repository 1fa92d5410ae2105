import { useQuery } from "@tanstack/react-query";
import { workspacesQuery } from "@/api/backups.ts";
import { useApi } from "@/api/context.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** Which files are hurt, by name. */
export function DamageNote({ instance }: { instance: string }) {
  const { t } = useTexts();
  const files = useQuery(workspacesQuery(useApi())).data?.data.find((one) => one.instance === instance)?.damaged_files ?? [];
  return (
    <div role="alert" className="rounded-md border border-bad/50 bg-bad/5 px-3 py-2">
      <p className="font-medium text-bad">{t("backup.version.damage")}</p>
      <DamagedFiles files={files} />
      <p className="text-muted">{t("backup.version.damageText")}</p>
    </div>
  );
}

export function DamagedFiles({ files }: { files: readonly string[] }) {
  return (
    <ul className="py-1">
      {files.map((file) => (
        <li key={file}>
          <code className="text-xs break-all">{file}</code>
        </li>
      ))}
    </ul>
  );
}
