import { isMap, isScalar, isSeq } from "yaml";
import type { Document } from "yaml";
import type { z } from "zod";

const KIND_WANTED: Record<string, string> = { string: "text", array: "a list", object: "keys and values", record: "keys and values" };

/** One plain sentence for a schema problem; schemas give their own message where the rule is theirs. */
export function sentenceForIssue(issue: z.core.$ZodIssue, document: Document): string {
  const name = pathName(issue.path);
  const found: unknown = issue.path.length === 0 ? document.contents : document.getIn(issue.path, true);
  if (found === undefined || found === null) {
    return issue.path.length === 0 ? "The file is empty." : `“${name}” is missing.`;
  }
  const subject = issue.path.length === 0 ? "The file" : `“${name}”`;
  if (issue.code === "invalid_type") {
    return `${subject} must be ${KIND_WANTED[issue.expected] ?? issue.expected}; ${kindOf(found)} was found.`;
  }
  if (issue.code === "invalid_value") {
    const written = isScalar(found) ? `“${String(found.value)}”` : kindOf(found);
    return `${subject} must be one of ${issue.values.map(String).join(", ")}; ${written} was found.`;
  }
  if (issue.code === "too_small" && isScalar(found)) return `${subject} is empty.`;
  if (issue.code === "too_small" && isSeq(found)) return `${subject} needs at least ${issue.minimum} entry.`;
  return `${subject}: ${issue.message.replace(/\.?$/u, ".")}`;
}

/** `evidence_requests.title`; which of several entries is told by the line, so positions in lists are left out. */
function pathName(path: readonly PropertyKey[]): string {
  const keys = path.filter((part) => typeof part !== "number").map(String);
  return keys.length === 0 ? "the entry" : keys.join(".");
}

function kindOf(node: unknown): string {
  if (isMap(node)) return "keys and values";
  if (isSeq(node)) return "a list";
  if (isScalar(node)) return node.value === "" ? "nothing" : "text";
  return "nothing";
}
