import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactNode, useRef, useState } from "react";
import type { ApiProblem } from "@/api/problem.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { Button } from "./button.tsx";
import { CheckField, Field } from "./field.tsx";
import { ProblemNote } from "./problem-note.tsx";

interface ConfirmDialogProps {
  title: string;
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  busy?: boolean;
  /** Why it cannot be confirmed now; the dialog shows it as well. */
  refusedBecause?: string | null;
  problem?: ApiProblem | null;
  /** The exact text to type before the button works. */
  typed?: { label: string; text: string };
  /** A sentence to agree to before the button works. */
  accept?: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before an effect. The focus starts on Cancel, or on the field to be typed in. */
export function ConfirmDialog({ title, children, confirm, danger = false, busy = false, refusedBecause = null, problem = null, typed, accept, onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useTexts();
  const [text, setText] = useState("");
  const [accepted, setAccepted] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const ready = (!typed || text.trim() === typed.text) && (!accept || accepted);
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && !busy && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-[#00000080]" />
        <AlertDialog.Popup
          initialFocus={typed ? true : cancel}
          className="fixed inset-x-3 top-[8vh] z-50 mx-auto flex max-h-[84vh] max-w-lg flex-col gap-4 overflow-y-auto rounded-md border border-line bg-raised p-5 shadow-2xl"
        >
          <AlertDialog.Title className="text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="flex flex-col gap-2">
            {children}
          </AlertDialog.Description>
          {accept && <CheckField label={accept} checked={accepted} onChange={(event) => setAccepted(event.target.checked)} />}
          {typed && <Field label={typed.label} value={text} autoComplete="off" autoCapitalize="off" spellCheck={false} onChange={(event) => setText(event.target.value)} />}
          {problem && <ProblemNote problem={problem} />}
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Close ref={cancel} render={<Button busy={busy}>{t("common.cancel")}</Button>} />
            <Button look={danger ? "danger" : "primary"} busy={busy} refusedBecause={refusedBecause} disabled={!ready} onClick={onConfirm} className="disabled:cursor-not-allowed disabled:opacity-50">
              {confirm}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
