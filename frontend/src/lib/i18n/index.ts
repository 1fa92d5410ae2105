import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { readStored, writeStored } from "../storage.ts";
import { en, type Texts } from "./en/index.ts";

export const LOCALES = ["en", "pt-BR", "es"] as const;
export type AppLocale = (typeof LOCALES)[number];

const KEY = "dumont.locale";

const LOADERS: Record<Exclude<AppLocale, "en">, () => Promise<Texts>> = {
  "pt-BR": async () => (await import("./pt-BR/index.ts")).ptBR,
  es: async () => (await import("./es/index.ts")).es,
};

/** The chosen language, else the browser's first that we speak, else English. */
export function preferredLocale(stored: string | null, browser: readonly string[]): AppLocale {
  const known = LOCALES.find((locale) => locale === stored);
  if (known) return known;
  for (const tag of browser) {
    const language = tag.toLowerCase().split("-")[0];
    const found = LOCALES.find((locale) => locale.toLowerCase().split("-")[0] === language);
    if (found) return found;
  }
  return "en";
}

export async function loadLocale(locale: AppLocale): Promise<void> {
  if (locale !== "en" && !i18next.hasResourceBundle(locale, "translation")) {
    i18next.addResourceBundle(locale, "translation", await LOADERS[locale]());
  }
}

export async function switchLocale(locale: AppLocale): Promise<void> {
  await loadLocale(locale);
  writeStored(KEY, locale);
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}

export async function startTexts(): Promise<void> {
  const locale = preferredLocale(readStored(KEY), navigator.languages);
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: "en",
    fallbackLng: "en",
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  if (locale !== "en") {
    await loadLocale(locale);
    await i18next.changeLanguage(locale);
  }
  document.documentElement.lang = locale;
}
