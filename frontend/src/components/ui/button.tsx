import { type ButtonHTMLAttributes, forwardRef, type ReactNode } from "react";
import { Link, type LinkProps } from "react-router";

type Look = "primary" | "plain" | "danger" | "quiet";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:brightness-110",
  plain: "bg-raised text-text border-control hover:border-text",
  danger: "bg-raised text-bad border-bad hover:bg-bad hover:text-surface",
  quiet: "bg-transparent text-accent border-transparent hover:underline",
};

function classes(look: Look, small: boolean): string {
  const size = small ? "min-h-8 px-2.5 text-sm" : "min-h-9 px-3.5 text-sm";
  return `inline-flex items-center justify-center gap-1.5 rounded-md border font-medium no-underline whitespace-nowrap transition-[filter,background-color,border-color] duration-[120ms] pointer-coarse:min-h-11 ${size} ${LOOKS[look]}`;
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  small?: boolean;
  busy?: boolean;
  /** Why it cannot be pressed now. It stays focusable, so that the reason can be read. */
  refusedBecause?: string | null;
  children: ReactNode;
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { look = "plain", small = false, busy = false, refusedBecause = null, className = "", onClick, children, ...rest },
  ref,
) {
  const off = busy || refusedBecause !== null;
  return (
    <button
      ref={ref}
      type="button"
      {...rest}
      {...(refusedBecause ? { title: refusedBecause } : {})}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
      className={`${classes(look, small)} ${off ? "cursor-not-allowed opacity-55" : ""} ${className}`}
    >
      {children}
      {refusedBecause && <span className="sr-only">{`: ${refusedBecause}`}</span>}
    </button>
  );
});

export function ButtonLink({ look = "plain", small = false, className = "", ...rest }: LinkProps & { look?: Look; small?: boolean }) {
  return <Link {...rest} className={`${classes(look, small)} ${className}`} />;
}
