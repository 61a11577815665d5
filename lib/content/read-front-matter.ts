import type { z } from "zod";
import type { ContentProblem, Parsed } from "./problem.ts";
import { isPrintable } from "./scalar-schemas.ts";
import { readYaml } from "./read-yaml.ts";
import type { ReadYaml } from "./read-yaml.ts";

export interface MarkdownSection {
  heading: string;
  /** Line of the heading in the file. */
  line: number;
  /** Line on which the text begins. */
  textLine: number;
  /** Markdown below the heading, trimmed. */
  text: string;
}

export interface ReadFrontMatter<T> extends Parsed<T> {
  positionOf: ReadYaml<T>["positionOf"];
  sections: MarkdownSection[];
}

const FENCE = /^---[ \t]*$/u;

/**
 * Reads Markdown that begins with YAML front matter between two `---` lines and splits its body at `## ` headings.
 * Never throws on bad content; text that would belong to no section is reported, never dropped in silence.
 */
export function readFrontMatter<T>(file: string, source: string, schema: z.ZodType<T>): ReadFrontMatter<T> {
  const lines = source.replace(/^\uFEFF/u, "").split(/\r?\n/u);
  const end = FENCE.test(lines[0] ?? "") ? lines.findIndex((line, index) => index > 0 && FENCE.test(line)) : -1;
  if (end < 0) {
    const sentence = FENCE.test(lines[0] ?? "")
      ? "The front matter is not closed; put a line --- below it."
      : "The front matter is missing; the file must begin with a line ---.";
    return { value: null, problems: [{ file, line: 1, column: 1, sentence }], positionOf: () => ({ line: 1, column: 1 }), sections: [] };
  }
  const front = readYaml(file, lines.slice(1, end).join("\n"), schema, 2);
  const body = splitSections(file, lines, end + 1);
  return { ...front, problems: [...front.problems, ...body.problems], sections: body.sections };
}

function splitSections(file: string, lines: string[], from: number): { sections: MarkdownSection[]; problems: ContentProblem[] } {
  const sections: (MarkdownSection & { lines: string[] })[] = [];
  const problems: ContentProblem[] = [];
  let insideCode = false;
  let strayText = false;
  for (let index = from; index < lines.length; index += 1) {
    const text = lines[index] ?? "";
    // A log line in a code block may begin with ##; it is no heading.
    if (/^\s*(```|~~~)/u.test(text)) insideCode = !insideCode;
    if (!isPrintable(text)) problems.push({ file, line: index + 1, column: 1, sentence: "This line holds a control character." });
    const heading = insideCode ? null : /^## +(.*?)\s*#*\s*$/u.exec(text);
    const current = sections.at(-1);
    if (heading) sections.push({ heading: heading[1] ?? "", line: index + 1, textLine: index + 2, text: "", lines: [] });
    else if (current) current.lines.push(text);
    else if (text.trim() !== "" && !strayText) {
      strayText = true;
      problems.push({ file, line: index + 1, column: 1, sentence: "This text stands above the first ## heading and belongs to no section." });
    }
  }
  return {
    sections: sections.map(({ heading, line, lines: own }) => ({ heading, line, textLine: line + 1 + Math.max(0, own.findIndex((one) => one.trim() !== "")), text: own.join("\n").trim() })),
    problems,
  };
}
