import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { webcrypto } from "node:crypto";
import { afterEach, beforeAll } from "vitest";
import { startTexts, switchLocale } from "@/lib/i18n/index.ts";

// A route's code is loaded at its first visit, which takes longer than the default second on a busy machine.
configure({ asyncUtilTimeout: 20_000 });

// What a browser has and the test environment lacks.
if (!("subtle" in globalThis.crypto)) Object.defineProperty(globalThis, "crypto", { value: webcrypto });
const media = (query: string) => Object.assign(new EventTarget(), { matches: false, media: query, onchange: null });
class NoResizes {
  readonly observe = () => undefined;
  readonly unobserve = () => undefined;
  readonly disconnect = () => undefined;
}
Object.assign(globalThis, { matchMedia: media, ResizeObserver: NoResizes });
window.scrollTo = () => undefined;

beforeAll(async () => {
  await startTexts();
});

afterEach(async () => {
  cleanup();
  localStorage.clear();
  await switchLocale("en");
  localStorage.clear();
});
