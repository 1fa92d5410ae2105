import { useId } from "react";
import { AreaField, CheckField, Field } from "@/components/ui/field.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import type { ChoiceFault, RestoreChoice } from "../model/restore.ts";

interface RestoreChoicesProps {
  choice: RestoreChoice;
  fault: ChoiceFault;
  onChange: (choice: RestoreChoice) => void;
}

/** What comes back, and where to. */
export function RestoreChoices({ choice, fault, onChange }: RestoreChoicesProps) {
  const { t } = useTexts();
  const set = (change: Partial<RestoreChoice>) => onChange({ ...choice, ...change });
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend className="pb-1 font-medium">{t("backup.restore.what")}</legend>
        <Radio label={t("backup.restore.everything")} checked={choice.scope === "all"} onPick={() => set({ scope: "all" })} />
        <Radio label={t("backup.restore.some")} checked={choice.scope === "some"} onPick={() => set({ scope: "some" })} />
        {choice.scope === "some" && (
          <AreaField
            label={t("backup.restore.paths")}
            hint={t("backup.restore.pathsHint")}
            spellCheck={false}
            value={choice.paths}
            error={fault === "paths" && choice.paths !== "" ? t("backup.restore.pathsRule") : undefined}
            onChange={(event) => set({ paths: event.target.value })}
          />
        )}
      </fieldset>
      <fieldset className="flex flex-col gap-2">
        <legend className="pb-1 font-medium">{t("backup.restore.where")}</legend>
        <Radio label={t("backup.restore.directory")} checked={choice.target === "directory"} onPick={() => set({ target: "directory" })} />
        <Radio label={t("backup.restore.inPlace")} hint={t("backup.restore.inPlaceHint")} checked={choice.target === "in_place"} onPick={() => set({ target: "in_place" })} />
        {choice.target === "directory" && (
          <Field
            label={t("backup.restore.folder")}
            spellCheck={false}
            autoComplete="off"
            value={choice.directory}
            error={fault === "directory" ? t("backup.restore.folderRule") : undefined}
            onChange={(event) => set({ directory: event.target.value })}
          />
        )}
      </fieldset>
      <CheckField label={t("backup.restore.newest")} hint={t("backup.restore.newestHint")} checked={choice.newest} onChange={(event) => set({ newest: event.target.checked })} />
    </>
  );
}

function Radio({ label, hint, checked, onPick }: { label: string; hint?: string; checked: boolean; onPick: () => void }) {
  const id = useId();
  return (
    <div className="flex min-h-6 items-start gap-2.5 pointer-coarse:min-h-11 pointer-coarse:items-center">
      <input id={id} type="radio" checked={checked} onChange={onPick} className="mt-0.5 size-4 shrink-0 accent-(--accent) pointer-coarse:size-5" />
      <label htmlFor={id} className="min-w-0">
        {label}
        {hint && <span className="block text-xs text-muted">{hint}</span>}
      </label>
    </div>
  );
}
