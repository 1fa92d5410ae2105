import { useEffect, useState } from "react";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { Button } from "./button.tsx";

interface CopyFieldProps {
  what: string;
  value: string;
  block?: boolean;
}

export function CopyField({ what, value, block = false }: CopyFieldProps) {
  // What scrolls sideways must be reachable by keyboard.
  const scrolls = { tabIndex: 0, role: "group", "aria-label": what } as const;
  return (
    <div className={`flex min-w-0 gap-2 rounded-md border border-line bg-bg p-1.5 pl-3 ${block ? "items-start" : "items-center"}`}>
      {block ? (
        <pre {...scrolls} className="min-w-0 flex-1 overflow-x-auto py-1 font-mono text-xs whitespace-pre">{value}</pre>
      ) : (
        <code className="min-w-0 flex-1 py-1 font-mono text-xs break-all sm:text-sm">{value}</code>
      )}
      <CopyButton what={what} value={value} />
    </div>
  );
}

export function CopyButton({ what, value }: { what: string; value: string }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <Button small aria-label={t("common.copyWhat", { what })} onClick={() => void copy().catch(() => setCopied(false))}>
      <span aria-live="polite">{copied ? t("common.copied") : t("common.copy")}</span>
    </Button>
  );
}
