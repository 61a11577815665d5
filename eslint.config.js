import tseslint from "typescript-eslint";

// A rule here is a selector and the sentence that a person reads when they break it.
const clockRules = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Time comes from the context's clock." },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: "Time comes from the context's clock." },
];
const chanceRules = [
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: "Randomness comes from node:crypto." },
];
const environmentRules = [
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: "Only lib/platform/env.ts reads the environment." },
];
const outboundRules = [
  { selector: "CallExpression[callee.name='fetch']", message: "Requests leave through lib/platform only." },
];
const shapeRules = [
  { selector: "TSEnumDeclaration, TSParameterProperty, TSModuleDeclaration[id.type='Identifier']", message: "Erasable syntax only: Node runs these files directly." },
  { selector: "CatchClause[body.body.length=0]", message: "An error is handled, explained or passed on; never swallowed." },
  {
    selector: ":matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration)[source.value=/^[.#]/]:not([source.value=/\\.(ts|tsx|css|json)$/])",
    message: "An import of our own names its file with its extension: Node resolves nothing else.",
  },
  {
    selector: ":matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration)[source.value=/^\\..*\\/(utils|helpers|common|services|shared|misc)(\\/|\\.)/]",
    message: "A folder or file is named after its concept.",
  },
];
const sqlRules = [
  { selector: "MemberExpression[property.name=/^\\$(query|execute)RawUnsafe$/]", message: "Values are bound, never pasted into SQL." },
];
const markupRules = [
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Markup is written in JSX; what people typed is text." },
  { selector: "BlockStatement > ExpressionStatement[directive='use server']", message: "Server actions stand in a file of their own (actions.ts), where the generated suite finds them." },
];
const colourRules = [
  {
    selector: ":matches(Literal[value=/(^|[\\s:(,])#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\\b/], TemplateElement[value.raw=/(^|[\\s:(,])#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\\b/])",
    message: "Colours come from the tokens in app/_ui/styles.",
  },
  { selector: ":matches(Literal[value=/\\b(rgba?|hsla?|oklch|oklab)\\(/], TemplateElement[value.raw=/\\b(rgba?|hsla?|oklch|oklab)\\(/])", message: "Colours come from the tokens in app/_ui/styles." },
];
const testRules = [
  {
    selector: "MemberExpression[property.name=/^(skip|skipIf|runIf|only|todo|fixme|fails)$/]:matches([object.name=/^(test|it|describe|suite|bench)$/], [object.property.name='describe'])",
    message: "A test runs, always and for everybody, or does not exist.",
  },
  { selector: "CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]", message: "A test runs, always and for everybody, or does not exist." },
];
const restricted = (...groups) => ({ "no-restricted-syntax": ["error", ...groups.flat()] });
const product = [clockRules, chanceRules, environmentRules, outboundRules, shapeRules, sqlRules, markupRules];
const without = (...groups) => product.filter((group) => !groups.includes(group)).flat();

const everywhere = {
  "@typescript-eslint/no-explicit-any": "error",
  "@typescript-eslint/no-unsafe-argument": "error",
  "@typescript-eslint/no-unsafe-assignment": "error",
  "@typescript-eslint/no-unsafe-call": "error",
  "@typescript-eslint/no-unsafe-member-access": "error",
  "@typescript-eslint/no-unsafe-return": "error",
  "@typescript-eslint/no-floating-promises": "error",
  "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
  "@typescript-eslint/await-thenable": "error",
  "@typescript-eslint/only-throw-error": "error",
  "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
  "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": true, "ts-ignore": true, "ts-nocheck": true, "ts-check": false }],
  "@typescript-eslint/consistent-type-imports": "error",
  "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx", "hack"], location: "anywhere" }],
  "no-console": "error",
  "no-eval": "error",
  "@typescript-eslint/no-implied-eval": "error",
  // `== null` asks for null and undefined at once, and nothing else.
  eqeqeq: ["error", "always", { null: "ignore" }],
  "prefer-const": "error",
  "max-lines": ["error", { max: 300 }],
  "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
  ...restricted(...product, colourRules),
};

/** Every rule of the code that a linter can see. lib/testing/architecture.test.ts plants a violation of each. */
export default tseslint.config(
  { ignores: ["node_modules/", ".next/", ".tickmark/", "prisma/generated/", "next-env.d.ts", "test-results/"] },
  { files: ["**/*.{ts,tsx}"], extends: [tseslint.configs.base] },
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error", noInlineConfig: true },
    rules: everywhere,
  },
  // The process's edge, file by file: the terminal, the network, the machine's clock, the environment.
  { files: ["lib/cli/**", "prisma/seed/**"], rules: { "no-console": "off" } },
  { files: ["lib/platform/**"], rules: restricted(without(outboundRules), colourRules) },
  {
    files: ["lib/platform/clock.ts", "lib/platform/log.ts", "lib/platform/postgres/server.ts"],
    rules: restricted(without(outboundRules, clockRules), colourRules),
  },
  // A mail cannot refer to the tokens: it carries their values.
  { files: ["lib/platform/mail-style.ts"], rules: restricted(without(outboundRules)) },
  { files: ["lib/platform/env.ts", "lib/platform/upload-process/upload-socket.ts", "instrumentation.ts"], rules: restricted(without(environmentRules), colourRules) },
  {
    // Browser code asks its own server, and reads the browser's clock for what is only shown.
    files: ["app/**"],
    rules: restricted(environmentRules, chanceRules, shapeRules, sqlRules, markupRules, colourRules),
  },
  {
    // Paper has no tokens: inks of report and packet pages stand in their own files.
    files: ["lib/packets/report/style.ts", "lib/packets/readme-html.ts"],
    rules: restricted(...product),
  },
  {
    files: ["**/*.test.ts", "**/*.test.tsx", "lib/testing/**", "e2e/**", "bench/**"],
    rules: {
      "no-console": "off",
      "max-lines": "off",
      "max-lines-per-function": "off",
      // expect.any() and its like are typed any.
      "@typescript-eslint/no-unsafe-assignment": "off",
      ...restricted(shapeRules, testRules),
    },
  },
);
