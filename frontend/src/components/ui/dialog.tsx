import { Dialog as Parts } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

interface DialogProps {
  title: string;
  children: ReactNode;
  onClose: () => void;
}

/** For work over the page that is no mere question: a form, a secret. Escape and a click beside it close it. */
export function Dialog({ title, children, onClose }: DialogProps) {
  return (
    <Parts.Root open onOpenChange={(open) => !open && onClose()}>
      <Parts.Portal>
        <Parts.Backdrop className="fixed inset-0 z-40 bg-[#00000080]" />
        <Parts.Popup className="fixed inset-x-3 top-[4vh] z-50 mx-auto flex max-h-[92vh] max-w-2xl flex-col gap-4 overflow-y-auto rounded-md border border-line bg-raised p-5 shadow-2xl">
          <Parts.Title className="text-lg">{title}</Parts.Title>
          {children}
        </Parts.Popup>
      </Parts.Portal>
    </Parts.Root>
  );
}
