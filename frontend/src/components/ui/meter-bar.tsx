/** A share from 0 to 1 as a bar; the words beside it carry the figure. */
export function MeterBar({ label, share, text }: { label: string; share: number | null; text: string }) {
  const filled = share === null ? 0 : Math.min(1, Math.max(0, share));
  const tone = filled > 0.95 ? "fill-warn" : "fill-accent";
  return (
    <div className="flex flex-col gap-1">
      <div className="flex justify-between gap-3">
        <span className="text-muted">{label}</span>
        <span className={`num ${share === null ? "text-warn" : ""}`}>{text}</span>
      </div>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1.5 w-full rounded-full bg-line" aria-hidden="true">
        <rect width={filled * 100} height="4" className={tone} />
      </svg>
    </div>
  );
}
