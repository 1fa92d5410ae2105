import { Ago } from "@/components/ui/figures.tsx";

/** `used` carries a NUL where the time goes. */
export function LastUsed({ at, used, unused }: { at: string | null; used: string; unused: string }) {
  if (!at) return <span>{unused}</span>;
  const [before, after] = used.split("\u0000");
  return (
    <span>
      {before}
      <Ago at={at} />
      {after}
    </span>
  );
}
