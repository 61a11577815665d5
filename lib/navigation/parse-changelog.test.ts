import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SOFTWARE } from "#lib/platform/software.ts";
import { newsKey, parseChangelog } from "./parse-changelog.ts";

test("a changelog is read by versions; a line that goes on belongs to the change before", () => {
  const releases = parseChangelog("# Changelog\n\n## Unreleased\n\n- One\n  and more.\n- Two.\n\n## 0.1.0, 2026-11-22\n\nThe first version.\n\n- Three.\n");
  expect(releases).toEqual([{ version: "Unreleased", date: null, changes: ["One and more.", "Two."] }, { version: "0.1.0", date: "2026-11-22", changes: ["The first version.", "Three."] }]);
  expect(newsKey(releases)).not.toBe(newsKey(releases.slice(1)));
  expect(newsKey([])).toBe("");
});

test("our own names this version, and every version says what it brought", () => {
  const releases = parseChangelog(readFileSync("CHANGELOG.md", "utf8"));
  expect(releases.map(({ version }) => `Tickmark ${version}`)).toContain(SOFTWARE);
  expect(releases.filter(({ changes }) => changes.length === 0)).toEqual([]);
});
