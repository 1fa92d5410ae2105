import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountQuery, saveLocale } from "@/api/account.ts";
import { usePlatform } from "@/api/context.ts";
import { asProblem } from "@/api/problem.ts";
import { Button } from "@/components/ui/button.tsx";
import { SelectField } from "@/components/ui/field.tsx";
import { ProblemNote } from "@/components/ui/problem-note.tsx";
import { type AppLocale, LOCALES, switchLocale } from "@/lib/i18n/index.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { readTheme, type Theme, THEMES, useTheme } from "./theme.ts";

const OWN_NAMES: Record<AppLocale, string> = { en: "English", "pt-BR": "Português (Brasil)", es: "Español" };

/** A disclosure rather than a menu: it holds form controls. */
export function DisplayMenu() {
  const { t, locale } = useTexts();
  const { api, session } = usePlatform();
  const account = useQuery(accountQuery(api)).data;
  const [theme, setTheme] = useTheme(readTheme());
  const [open, setOpen] = useState(false);
  const logout = useMutation({ mutationFn: () => session.logout() });
  const language = useMutation({
    mutationFn: async (next: AppLocale) => {
      await switchLocale(next);
      await saveLocale(api, next);
    },
  });
  const close = (event: React.FocusEvent<HTMLDivElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  const problem = logout.error ?? language.error;
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- only listens for Escape and for the focus leaving
    <div className="relative" onBlur={close} onKeyDown={(event) => event.key === "Escape" && setOpen(false)}>
      <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="max-w-[14ch] truncate">{account?.handle ?? "…"}</span>
        <span className="sr-only">{`: ${t("common.menu.account")}`}</span>
        <svg viewBox="0 0 10 6" className="w-2.5" aria-hidden="true">
          <path d="m1 1 4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </Button>
      {open && (
        <div className="absolute right-0 z-40 mt-1 flex w-64 flex-col gap-3 rounded-md border border-line bg-raised p-4 shadow-xl">
          {account && <p className="truncate text-muted">{account.email}</p>}
          <SelectField label={t("common.menu.language")} value={locale} onChange={(event) => language.mutate(event.target.value as AppLocale)}>
            {LOCALES.map((name) => (
              <option key={name} value={name} lang={name}>
                {OWN_NAMES[name]}
              </option>
            ))}
          </SelectField>
          <SelectField label={t("common.menu.theme")} value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
            {THEMES.map((name) => (
              <option key={name} value={name}>
                {t(`common.menu.${name}`)}
              </option>
            ))}
          </SelectField>
          {problem && <ProblemNote problem={asProblem(problem)} />}
          <Button busy={logout.isPending} onClick={() => logout.mutate()}>
            {t("common.menu.logOut")}
          </Button>
        </div>
      )}
    </div>
  );
}
