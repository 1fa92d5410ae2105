import type { InstanceStatus } from "@/api/types.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

export type Tone = "ok" | "warn" | "bad" | "standby" | "accent" | "muted";
type Shape = "disc" | "ring" | "half" | "square" | "triangle" | "cross" | "dots";

export const TEXT_TONE: Record<Tone, string> = {
  ok: "text-ok", warn: "text-warn", bad: "text-bad", standby: "text-standby", accent: "text-accent", muted: "text-muted",
};

const SHAPES: Record<Shape, React.ReactNode> = {
  disc: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  half: (
    <>
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor" />
    </>
  ),
  square: <rect x="1.5" y="1.5" width="9" height="9" rx="1.5" fill="currentColor" />,
  triangle: <path d="M6 1 11.4 10.6H.6z" fill="currentColor" />,
  cross: <path d="m2 2 8 8M10 2l-8 8" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  dots: <path d="M2 6h.01M6 6h.01M10 6h.01" stroke="currentColor" strokeWidth="2.8" strokeLinecap="round" />,
};

interface Look {
  readonly tone: Tone;
  readonly shape: Shape;
  readonly moving: boolean;
}

export function lookOf(status: InstanceStatus): Look {
  switch (status) {
    case "requested":
      return { tone: "accent", shape: "ring", moving: true };
    case "launching":
    case "booting":
      return { tone: "accent", shape: "dots", moving: true };
    case "running":
      return { tone: "ok", shape: "disc", moving: false };
    case "suspect":
      return { tone: "warn", shape: "triangle", moving: true };
    case "stopping":
      return { tone: "muted", shape: "dots", moving: true };
    case "stopped":
      return { tone: "muted", shape: "square", moving: false };
    case "failing_over":
      return { tone: "warn", shape: "half", moving: true };
    case "on_standby":
      return { tone: "standby", shape: "half", moving: false };
    case "returning":
      return { tone: "standby", shape: "dots", moving: true };
    case "destroying":
      return { tone: "muted", shape: "cross", moving: true };
    case "destroyed":
      return { tone: "muted", shape: "cross", moving: false };
    case "failed":
      return { tone: "bad", shape: "cross", moving: false };
  }
}

/** Colour, shape and word: no one of them alone carries the state. */
export function StateBadge({ status }: { status: InstanceStatus }) {
  const { t } = useTexts();
  const look = lookOf(status);
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${TEXT_TONE[look.tone]}`}>
      <svg viewBox="0 0 12 12" className={`size-3 shrink-0 ${look.moving ? "pulse-soft" : ""}`} aria-hidden="true">
        {SHAPES[look.shape]}
      </svg>
      {t(`machine.status.${status}`)}
    </span>
  );
}
