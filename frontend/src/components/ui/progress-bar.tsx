/** How far something is; without `max` it only says that it goes on. The words beside it carry the figure. */
export function ProgressBar({ label, value, max }: { label: string; value: number; max: number }) {
  return (
    <progress
      aria-label={label}
      {...(max > 0 ? { max, value } : {})}
      className="h-1.5 w-full min-w-0 appearance-none overflow-hidden rounded-full bg-line accent-(--accent) [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
    />
  );
}
