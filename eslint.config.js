import tseslint from "typescript-eslint";

const clockRules = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Time comes from the context's clock." },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: "Time comes from the context's clock." },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: "Randomness comes from node:crypto at the platform's edge." },
];
const rimRules = [
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: "Only lib/platform/env.ts reads the environment." },
  { selector: "CallExpression[callee.name='fetch']", message: "Requests leave through lib/platform only." },
];
const shapeRules = [
  { selector: "TSEnumDeclaration, TSParameterProperty", message: "Erasable syntax only: Node runs these files directly." },
  { selector: "CatchClause[body.body.length=0]", message: "An error is handled, explained or passed on; never swallowed." },
];
const colourRules = [
  { selector: "Literal[value=/#[0-9a-fA-F]{6}\\b/]", message: "Colours come from the tokens in app/globals.css." },
];

const tests = ["**/*.test.ts", "**/*.test.tsx", "lib/testing/**", "e2e/**", "bench/**"];

/** Every rule of the code that a linter can see. lib/testing/architecture.test.ts plants a violation of each. */
export default tseslint.config(
  { ignores: ["node_modules/", ".next/", ".tickmark/", "prisma/generated/", "next-env.d.ts"] },
  { files: ["**/*.{ts,tsx}"], extends: [tseslint.configs.base] },
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error", noInlineConfig: true },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/ban-ts-comment": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      eqeqeq: "error",
      "prefer-const": "error",
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
      "no-restricted-syntax": ["error", ...clockRules, ...rimRules, ...shapeRules, ...colourRules],
    },
  },
  {
    // The process's edge: talks to the terminal, the environment, the machine's clock and child processes.
    files: ["lib/cli/**", "lib/platform/**", "prisma/seed/**", "instrumentation.ts", "proxy.ts"],
    rules: { "no-console": "off", "no-restricted-syntax": ["error", ...shapeRules, ...colourRules] },
  },
  {
    // Browser code asks its own server, and reads the browser's clock for what is only shown.
    files: ["app/**"],
    rules: { "no-restricted-syntax": ["error", ...rimRules.slice(0, 1), ...shapeRules, ...colourRules] },
  },
  {
    files: tests,
    rules: {
      "no-console": "off",
      "max-lines": "off",
      "max-lines-per-function": "off",
      "no-restricted-syntax": ["error", ...shapeRules],
    },
  },
  {
    // Paper has no tokens: the report's inks stand in one file.
    files: ["lib/packets/report/**"],
    rules: { "no-restricted-syntax": ["error", ...clockRules, ...rimRules, ...shapeRules] },
  },
);
