import { useTranslation } from "react-i18next";
import type { AppLocale } from "./index.ts";

export function useTexts() {
  const { t, i18n } = useTranslation();
  return { t, locale: (i18n.resolvedLanguage ?? "en") as AppLocale };
}
