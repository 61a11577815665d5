import { existsSync } from "node:fs";
import path from "node:path";
import { readContentFolder, type ContentProblem } from "#lib/content/index.ts";
import { lintContent, loadFrameworkContent, type FrameworkContent } from "#lib/frameworks/index.ts";
import { loadControlContent, mappingsToLint } from "./content.ts";

export type LintedFolder = { frameworks: number; crosswalks: number; mappings: number; problems: ContentProblem[] };

const SHIPPED = "controls";

/**
 * Judges the frameworks, crosswalks and mappings of a content folder. A folder other than the product's own may hold any
 * part of them, and refer to the editions that ship with the product.
 *
 * @param folder `controls/` of the product, or an organization's own checkout
 * @param alone whether the folder must be whole by itself, as the product's own is
 */
export async function lintFolder(folder: string, { alone } = { alone: path.resolve(folder) === path.resolve(SHIPPED) }): Promise<LintedFolder> {
  const shipped = alone ? null : await loadFrameworkContent(SHIPPED);
  const own = await loadFrameworkContent(folder, { mayLack: shipped !== null });
  const hasLibrary = shipped === null || existsSync(path.join(folder, "library"));
  const controls = hasLibrary ? await loadControlsOf(folder, shipped !== null) : { mappings: [], problems: [] };
  const empty = shipped !== null && own.frameworks.length + own.crosswalks.length + controls.mappings.length === 0 && own.problems.length + controls.problems.length === 0;
  const problems = [...own.problems, ...controls.problems, ...(empty ? [{ file: ".", line: 1, column: 1, sentence: "The folder holds no frameworks/, crosswalks/ or library/ with files in them." }] : [])];
  const linted = lintContent({ frameworks: both(shipped, own, "frameworks"), crosswalks: both(shipped, own, "crosswalks"), mappings: controls.mappings });
  return { frameworks: own.frameworks.length, crosswalks: own.crosswalks.length, mappings: controls.mappings.length, problems: [...problems, ...linted] };
}

/** An own folder need have no glossary and no log matrix. */
async function loadControlsOf(folder: string, own: boolean) {
  const { controls, problems } = await loadControlContent(folder);
  const libraryFiles = new Set((await readContentFolder(folder, "library", ".md")).files.map(({ file }) => file));
  return { mappings: mappingsToLint(controls), problems: own ? problems.filter(({ file }) => libraryFiles.has(file)) : problems };
}

function both<Part extends "frameworks" | "crosswalks">(shipped: FrameworkContent | null, own: FrameworkContent, part: Part): FrameworkContent[Part] {
  return [...(shipped?.[part] ?? []), ...own[part]] as FrameworkContent[Part];
}
