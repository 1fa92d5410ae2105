import { useMutation } from "@tanstack/react-query";
import { prepareDownload } from "@/api/backups.ts";
import { useApi } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import type { Backup } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { formatTime } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** The browser saves it as any download: the link works once and needs no login. */
function save(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

export function DownloadButton({ version, paths }: { version: Backup; paths: string[] }) {
  const { t, locale } = useTexts();
  const api = useApi();
  const download = useMutation({
    mutationFn: () => prepareDownload(api, version.id, paths),
    onSuccess: ({ url, name }) => save(url, name),
  });
  return (
    <>
      <Button busy={download.isPending} onClick={() => download.mutate()}>
        {paths.length === 1 ? t("backup.version.downloadThis", { name: paths[0] ?? "/" }) : t("backup.version.download")}
      </Button>
      {download.data && (
        <p role="status" className="w-full text-muted">
          {t("backup.version.downloadReady", { name: download.data.name, time: formatTime(Date.parse(download.data.expires_at), locale) })}
        </p>
      )}
      {download.error && <ProblemNote problem={asProblem(download.error)} />}
    </>
  );
}
