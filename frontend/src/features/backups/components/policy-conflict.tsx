import type { BackupPolicy } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { Facts } from "@/components/ui/facts.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";

interface PolicyConflictProps {
  theirs: BackupPolicy;
  onTake: () => void;
  onKeep: () => void;
}

/** What is saved now, beside what the form still holds. */
export function PolicyConflict({ theirs, onTake, onKeep }: PolicyConflictProps) {
  const { t } = useTexts();
  const list = (lines: readonly string[]) => (lines.length === 0 ? "–" : lines.join(", "));
  return (
    <div role="alert" className="flex flex-col gap-3 rounded-md border border-warn p-3">
      <p className="font-medium text-warn">{t("backup.policy.conflict")}</p>
      <Facts
        items={[
          [t("backup.policy.enabled"), theirs.enabled ? "✓" : "✗"],
          [t("backup.policy.interval"), t("backup.seconds", { n: theirs.interval_s })],
          [t("backup.policy.include"), list(theirs.include)],
          [t("backup.policy.exclude"), list(theirs.exclude)],
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTake}>{t("backup.policy.takeTheirs")}</Button>
        <Button look="danger" onClick={onKeep}>
          {t("backup.policy.saveMine")}
        </Button>
      </div>
    </div>
  );
}
