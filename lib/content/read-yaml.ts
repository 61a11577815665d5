import { isAlias, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Document, Node, YAMLError } from "yaml";
import type { z } from "zod";
import type { ContentProblem, Parsed, Position } from "./problem.ts";
import { sentenceForIssue } from "./schema-sentence.ts";

/** A content file is written by people; one megabyte is far beyond any of them and bounds what a mistake can cost. */
export const MAX_CONTENT_FILE_BYTES = 1_048_576;

/** Deeper nesting than this is no content file of ours, and would only exhaust the stack of recursive readers. */
const MAX_DEPTH = 16;

/** Nobody repairs more at once, and one slip can make thousands of lines wrong. */
const MAX_PROBLEMS = 100;

export type YamlPath = readonly PropertyKey[];

export interface ReadYaml<T> extends Parsed<T> {
  /** Where the node at this path stands in the file; the nearest parent when the path does not exist. */
  positionOf: (path: YamlPath) => Position;
}

/**
 * Reads YAML against a zod schema and locates every problem. Never throws on bad content.
 *
 * The failsafe schema is used: every scalar arrives as text. Identifiers of standards look like numbers
 * (PCI DSS "10.10" would become 10.1), dates like dates and country codes like booleans; text cannot be
 * mangled, and the zod schema converts where a number is meant. Aliases are refused: they make a file
 * unreadable for people and can expand without bound.
 *
 * @param firstLine line of the file on which `source` begins (front matter does not begin on line 1)
 */
export function readYaml<T>(file: string, source: string, schema: z.ZodType<T>, firstLine = 1): ReadYaml<T> {
  const lineCounter = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) };
  };
  const fail = (problems: ContentProblem[]): ReadYaml<T> => ({
    value: null,
    problems,
    positionOf: () => ({ line: firstLine, column: 1 }),
  });

  if (Buffer.byteLength(source, "utf8") > MAX_CONTENT_FILE_BYTES) {
    return fail([{ file, line: firstLine, column: 1, sentence: "The file is larger than 1 MB." }]);
  }
  const document = parseDocument(source, { schema: "failsafe", lineCounter, prettyErrors: false, uniqueKeys: true });
  const syntax = reportable(document).map((error) => ({ file, ...at(error.pos[0]), sentence: syntaxSentence(error) }));
  const refused = syntax.length > 0 ? [] : refusedNodes(document, file, at);
  if (syntax.length + refused.length > 0) return fail([...syntax, ...refused]);

  const positionOf = (path: YamlPath): Position => at(nearestNode(document, path).range?.[0] ?? 0);
  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, problems: [], positionOf };
  const problems = result.error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          file,
          ...at(keyOffset(document, [...issue.path, key])),
          sentence: `“${key}” is not a key that is known here.`,
        }))
      : [{ file, ...positionOf(issue.path), sentence: sentenceForIssue(issue, document) }],
  );
  return { value: null, problems, positionOf };
}

/** A tab breaks whatever follows it; the errors that it causes would only hide it. */
function reportable(document: Document): YAMLError[] {
  const errors = [...document.errors, ...document.warnings];
  const tabs = errors.filter(({ code }) => code === "TAB_AS_INDENT");
  return (tabs.length > 0 ? tabs : errors).slice(0, MAX_PROBLEMS);
}

function syntaxSentence(error: YAMLError): string {
  if (error.code === "TAB_AS_INDENT") return "Indent with spaces; YAML does not allow tabs.";
  if (error.code === "DUPLICATE_KEY") return "This key stands twice in the same place; the first would be lost.";
  if (error.code === "MULTIPLE_DOCS") return "Only one YAML document may stand in a file.";
  // The YAML reader answers so when nesting exhausts its stack.
  if (error.message.includes("call stack")) return `Nested deeper than ${MAX_DEPTH} levels.`;
  return `Not valid YAML: ${(error.message.split("\n")[0] ?? "").replace(/\.?$/u, ".")}`;
}

function refusedNodes(document: Document, file: string, at: (offset: number) => Position): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const refuse = (node: Node, sentence: string) => problems.push({ file, ...at(node.range?.[0] ?? 0), sentence });
  visit(document, {
    Node: (_key, node, ancestors) => {
      if (isAlias(node)) refuse(node, "Write the value out; YAML aliases are not allowed.");
      else if (isNode(node) && node.tag !== undefined && isExplicitTag(node)) {
        refuse(node, `Leave out the tag ${node.tag}; plain values are enough.`);
      }
      if (ancestors.length > MAX_DEPTH * 2) {
        refuse(node, `Nested deeper than ${MAX_DEPTH} levels.`);
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return problems;
}

function isExplicitTag(node: Node): boolean {
  if (!isScalar(node) && !isCollection(node)) return false;
  return !["tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"].includes(node.tag ?? "");
}

/** The node at the path, or the deepest one that exists on the way there: a missing key has no place of its own. */
function nearestNode(document: Document, path: YamlPath): Node {
  let node: unknown = document.contents;
  for (const key of path) {
    if (!isCollection(node)) break;
    const next: unknown = node.get(typeof key === "number" ? key : String(key), true);
    if (!isNode(next)) break;
    node = next;
  }
  return isNode(node) ? node : document.createNode("");
}

function keyOffset(document: Document, path: YamlPath): number {
  const parent = nearestNode(document, path.slice(0, -1));
  const key = path.at(-1);
  if (isMap(parent)) {
    for (const pair of parent.items) {
      if (isScalar(pair.key) && pair.key.value === key) return pair.key.range?.[0] ?? 0;
    }
  }
  return parent.range?.[0] ?? 0;
}
