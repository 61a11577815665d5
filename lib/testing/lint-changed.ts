import { ESLint } from "eslint";

// Lints what changed since the last time, for `npm run verify`. A file's result is kept with its text, but some rules
// look at types of other files: what was found wrong is looked at again, and `npm test` looks at everything.

const kept = { cache: true, cacheStrategy: "content", cacheLocation: ".next/eslint" } as const;
const wrong = (results: readonly ESLint.LintResult[]): ESLint.LintResult[] => results.filter(({ errorCount, warningCount }) => errorCount + warningCount > 0);

const eslint = new ESLint(kept);
const doubtful = wrong(await eslint.lintFiles(["."])).map(({ filePath }) => filePath);
const found = doubtful.length === 0 ? [] : wrong(await new ESLint().lintFiles(doubtful));
if (found.length > 0) {
  console.log(await (await eslint.loadFormatter("stylish")).format(found));
  process.exitCode = 1;
}
