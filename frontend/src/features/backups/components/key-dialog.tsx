import { useMutation } from "@tanstack/react-query";
import { revealBackupKey } from "@/api/backups.ts";
import { useApi } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import type { BackupKey, Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { CopyField } from "@/components/ui/copy-field.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** The key is asked for by a second click and lives in this dialog only. */
export default function KeyDialog({ machine, onClose }: { machine: Instance; onClose: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const reveal = useMutation({ mutationFn: () => revealBackupKey(api, machine.id), gcTime: 0 });
  return (
    <Dialog title={t("backup.key.dialog", { name: machine.name })} onClose={onClose}>
      <p className="font-medium text-warn">{t("backup.key.warn")}</p>
      {reveal.error && <ProblemNote problem={asProblem(reveal.error)} />}
      {reveal.data ? (
        <Revealed given={reveal.data} name={machine.name} />
      ) : (
        <Button look="primary" className="self-start" busy={reveal.isPending} onClick={() => reveal.mutate()}>
          {t("backup.key.show")}
        </Button>
      )}
      <Button className="self-end" onClick={onClose}>
        {t("backup.key.close")}
      </Button>
    </Dialog>
  );
}

function exampleLine(given: BackupKey, name: string): string {
  return `java -jar dumont-restore.jar restore --to ./${name} --key-file ${name}.key \\\n  --endpoint https://STORE --bucket BUCKET --prefix ${given.root}`;
}

function Revealed({ given, name }: { given: BackupKey; name: string }) {
  const { t } = useTexts();
  const save = () => {
    const url = URL.createObjectURL(new Blob([`${given.key}\n`], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${name}.key`;
    link.click();
    URL.revokeObjectURL(url);
  };
  const parts = [
    [t("backup.key.value"), given.key],
    [t("backup.key.root"), given.root],
    [t("backup.key.format"), given.format],
  ] as const;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {parts.map(([what, value]) => (
        <div key={what} className="min-w-0">
          <p className="text-xs text-muted">{what}</p>
          <CopyField what={what} value={value} />
        </div>
      ))}
      <div className="min-w-0">
        <p className="text-xs text-muted">{t("backup.key.example")}</p>
        <CopyField what={t("backup.key.example")} value={exampleLine(given, name)} block />
      </div>
      <Button className="self-start" onClick={save}>
        {t("backup.key.save")}
      </Button>
    </div>
  );
}
