import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Words on the screen come from the texts of lib/i18n, never from the markup. */
const literalText = {
  meta: { type: "problem", schema: [], messages: { words: "Put these words into lib/i18n." } },
  create: (context) => ({
    JSXText(node) {
      if (/\p{L}/u.test(node.value)) context.report({ node, messageId: "words" });
    },
    JSXAttribute(node) {
      const shown = ["aria-label", "title", "placeholder", "alt", "label", "hint"].includes(node.name.name);
      if (shown && node.value?.type === "Literal" && /\p{L}/u.test(String(node.value.value))) context.report({ node, messageId: "words" });
    },
  }),
};

const zone = (type, folder = type) => ({ type, pattern: `src/${folder}` });
const may = (from, to) => ({ from: { element: { type: from } }, allow: { to: { element: { type: to } } } });

export default tseslint.config(
  { ignores: ["dist/", "target/", "src/api/schema.ts"] },
  js.configs.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strictTypeChecked, jsxA11y.flatConfigs.strict],
    plugins: { "react-hooks": reactHooks, boundaries, house: { rules: { "literal-text": literalText } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      "import/resolver": { typescript: { project: "./tsconfig.json" } },
      "boundaries/include": ["src/**/*"],
      "boundaries/elements": [
        zone("lib"),
        zone("api"),
        zone("charts", "components/charts"),
        zone("components", "components/ui"),
        { type: "feature", pattern: "src/features/*", capture: ["name"] },
        zone("app"),
        zone("testing"),
      ],
    },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "house/literal-text": "error",
      "boundaries/no-unknown-dependencies": "error",
      "boundaries/dependencies": [
        "error",
        {
          default: "disallow",
          policies: [
            may("lib", ["lib"]),
            may("api", ["lib", "api"]),
            may("charts", ["lib", "charts"]),
            may("components", ["lib", "api", "components"]),
            may("feature", ["lib", "api", "components", "charts"]),
            { from: { element: { type: "feature" } }, allow: { to: { element: { type: "feature", captured: { name: "{{ from.element.captured.name }}" } } } } },
            may("app", ["lib", "api", "components", "feature", "app"]),
            may("testing", ["lib", "api", "components", "charts", "feature", "app", "testing"]),
          ],
        },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { allowDefaultCaseForExhaustiveSwitch: false }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      "max-lines": ["error", { max: 200, skipBlankLines: true, skipComments: true }],
      "no-restricted-imports": ["error", { paths: [{ name: "chart.js", message: "Only components/charts draws." }, { name: "react-chartjs-2", message: "Only components/charts draws." }] }],
    },
  },
  { files: ["src/components/charts/**"], rules: { "no-restricted-imports": "off" } },
  {
    // A test may reach for the doubles; it stands beside what it tests.
    files: ["src/**/*.test.{ts,tsx}", "src/testing/**"],
    rules: { "boundaries/dependencies": "off", "house/literal-text": "off", "max-lines": "off", "@typescript-eslint/no-non-null-assertion": "off", "@typescript-eslint/require-await": "off" },
  },
  {
    files: ["scripts/**/*.mjs", "e2e/**/*.mjs", "*.js", "*.ts"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly", Buffer: "readonly", Request: "readonly", AbortController: "readonly", AbortSignal: "readonly", setInterval: "readonly", clearInterval: "readonly", setTimeout: "readonly", fetch: "readonly", document: "readonly", globalThis: "readonly", window: "readonly" } },
  },
  { files: ["public/*.js"], languageOptions: { sourceType: "script", globals: { document: "readonly", localStorage: "readonly" } }, rules: { "no-unused-vars": ["error", { caughtErrors: "none" }] } },
);
