import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { forwardRef, useId } from "react";

const BOX = "w-full min-w-0 rounded-md border border-control bg-raised px-3 py-1.5 text-base text-text placeholder:text-muted aria-invalid:border-bad sm:text-sm min-h-9 pointer-coarse:min-h-11";

interface Frame {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

function FieldFrame({ id, label, hint, error, children }: Frame & { id: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="text-bad">
          {error}
        </p>
      )}
      {hint && !error && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

function described(id: string, { hint, error }: Frame) {
  const by = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return { "aria-invalid": error ? true : undefined, "aria-describedby": by } as const;
}

export const Field = forwardRef<HTMLInputElement, Frame & InputHTMLAttributes<HTMLInputElement>>(function Field({ label, hint, error, className = "", ...rest }, ref) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <input id={id} ref={ref} {...described(id, { label, hint, error })} {...rest} className={`${BOX} ${className}`} />
    </FieldFrame>
  );
});

export const AreaField = forwardRef<HTMLTextAreaElement, Frame & TextareaHTMLAttributes<HTMLTextAreaElement>>(function AreaField({ label, hint, error, className = "", ...rest }, ref) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <textarea id={id} ref={ref} rows={3} {...described(id, { label, hint, error })} {...rest} className={`${BOX} font-mono ${className}`} />
    </FieldFrame>
  );
});

export const SelectField = forwardRef<HTMLSelectElement, Frame & SelectHTMLAttributes<HTMLSelectElement>>(function SelectField({ label, hint, error, children, ...rest }, ref) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <select id={id} ref={ref} {...described(id, { label, hint, error })} {...rest} className={BOX}>
        {children}
      </select>
    </FieldFrame>
  );
});

export const CheckField = forwardRef<HTMLInputElement, { label: ReactNode; hint?: ReactNode } & InputHTMLAttributes<HTMLInputElement>>(function CheckField({ label, hint, ...rest }, ref) {
  const id = useId();
  return (
    <div className="flex min-h-6 items-start gap-2.5 pointer-coarse:min-h-11 pointer-coarse:items-center">
      <input id={id} ref={ref} type="checkbox" {...rest} className="mt-0.5 size-4 shrink-0 accent-(--accent) pointer-coarse:size-5" />
      <label htmlFor={id} className="min-w-0">
        {label}
        {hint && <span className="block text-xs text-muted">{hint}</span>}
      </label>
    </div>
  );
});
