import { expect, it } from "vitest";
import { safeNext } from "./login-page.tsx";

it.each([
  ["/market?gpu=x", "/market?gpu=x"],
  [null, "/"],
  ["", "/"],
  ["https://evil.test", "/"],
  ["//evil.test", "/"],
  ["/\\evil.test", "/"],
])("after the login %j leads to %s", (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});
