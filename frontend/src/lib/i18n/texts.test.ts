import { describe, expect, it } from "vitest";
import { en } from "./en/index.ts";
import { es } from "./es/index.ts";
import { preferredLocale } from "./index.ts";
import { ptBR } from "./pt-BR/index.ts";

function flat(texts: object, path = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(texts) as [string, unknown][]) {
    if (typeof value === "string") all.set(path + key, value);
    else for (const [inner, text] of flat(value as object, `${path}${key}.`)) all.set(inner, text);
  }
  return all;
}

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
const english = flat(en);

describe.each([
  ["pt-BR", flat(ptBR)],
  ["es", flat(es)],
])("%s", (_locale, texts) => {
  it("has every key and no other", () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("has the same holes in each text, and no empty text", () => {
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe("");
      expect(holes(text), key).toEqual(holes(english.get(key) ?? ""));
    }
  });
});

describe("language", () => {
  it.each([
    ["es", ["en"], "es"],
    [null, ["pt-PT", "en"], "pt-BR"],
    [null, ["fr", "es-MX"], "es"],
    [null, ["fr"], "en"],
    ["xx", ["pt"], "pt-BR"],
  ] as const)("stored %s, browser %j: %s", (stored, browser, expected) => {
    expect(preferredLocale(stored, browser)).toBe(expected);
  });
});
