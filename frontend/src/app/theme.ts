import { useState } from "react";
import { readStored, writeStored } from "@/lib/storage.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The same key that public/theme.js reads before the first paint. */
const KEY = "dumont.theme";

export function readTheme(): Theme {
  const stored = readStored(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function useTheme(start: Theme): [Theme, (next: Theme) => void] {
  const [theme, setTheme] = useState(start);
  const choose = (next: Theme) => {
    setTheme(next);
    writeStored(KEY, next === "system" ? null : next);
    if (next === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
  };
  return [theme, choose];
}
