import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const importsOf = (file: string): string[] =>
  [...read(file).matchAll(/^import (?!type ).*? from "([^"]+)";/gms)].map((match) => match[1] ?? "").flatMap((from) => (from.startsWith("#app/") ? [from.slice(1)] : from.startsWith("./") ? [path.join(path.dirname(file), from)] : []));

const components = globSync("app/_ui/*.tsx", { cwd: root }).filter((file) => /^export (?:default )?function [A-Z]/m.test(read(file))).sort();

/** Parts that are drawn by a component and by nothing else: its specimen is theirs. */
const PARTS: Readonly<Record<string, string>> = {
  "app/_ui/coverage-lane.tsx": "app/_ui/coverage-bar.tsx",
  "app/_ui/hatch.tsx": "app/_ui/coverage-bar.tsx",
  "app/_ui/field.tsx": "app/_ui/input.tsx",
  "app/_ui/select-all.tsx": "app/_ui/table-head.tsx",
  "app/_ui/table-body.tsx": "app/_ui/data-table.tsx",
  "app/_ui/table-cell.tsx": "app/_ui/table-head.tsx",
  "app/_ui/table-head.tsx": "app/_ui/data-table.tsx",
  "app/_ui/table-keys.tsx": "app/_ui/data-table.tsx",
  "app/_ui/table-pager.tsx": "app/_ui/data-table.tsx",
  "app/_ui/upload-row.tsx": "app/_ui/upload-dropzone.tsx",
};

/** What draws nothing of its own: it tells those in it something. */
const WITHOUT_LOOK: readonly string[] = ["app/_ui/region-scope.tsx"];

describe(`the gallery of ${components.length} components`, () => {
  const shown = new Set(globSync("app/{gallery/**,_shell}/*.tsx", { cwd: root }).flatMap(importsOf));

  it("shows each that app/_ui has, itself or as a part of one that is shown", () => {
    const missing = components.filter((file) => !shown.has(file) && !(file in PARTS) && !WITHOUT_LOOK.includes(file));
    expect(missing).toEqual([]);
  });

  it("takes for a part only what the component named draws", () => {
    for (const [part, whole] of Object.entries(PARTS)) expect(importsOf(whole), part).toContain(part);
  });
});
