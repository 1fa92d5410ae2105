import { useTexts } from "@/lib/i18n/use-texts.ts";

export function Brand() {
  const { t } = useTexts();
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold whitespace-nowrap text-text">
      <svg viewBox="0 0 32 32" className="size-6 shrink-0" aria-hidden="true">
        <rect width="32" height="32" rx="7" className="fill-accent" />
        <path d="M5 11.5h22M5 19.5h13" className="stroke-on-accent" strokeWidth="2.6" strokeLinecap="round" />
        <path d="M9 11.5v8M16 11.5v8" className="stroke-on-accent" strokeWidth="1.6" />
        <circle cx="24" cy="19.5" r="3.4" className="fill-on-accent" />
      </svg>
      {t("common.brand")}
    </span>
  );
}
