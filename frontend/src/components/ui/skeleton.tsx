import { useTexts } from "@/lib/i18n/use-texts.ts";

export function Skeleton({ rows = 3, className = "" }: { rows?: number; className?: string }) {
  const { t } = useTexts();
  return (
    <div role="status" aria-label={t("common.loading")} className={`appear-late flex flex-col gap-3 ${className}`}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="pulse-soft h-5 rounded-md bg-line" />
      ))}
    </div>
  );
}
