import type { ConditionNode } from "#app/_ui/condition-tree.tsx";
import type { AlertExplanation } from "#lib/alerts/index.ts";

type Explained = AlertExplanation["tree"];

/** The engine's explanation as the nodes that a condition tree draws, each with what it saw. */
export function conditionNodes(root: Explained): ConditionNode[] {
  // A correlation of several conditions gives each a letter, by which log lines refer to it.
  const lettered = root.kind === "correlation" && (root.children ?? []).length > 1;
  return [nodeOf(root, "0", undefined, lettered)];
}

/** A level that says only "all of these" is left out: conditions that stand together belong together. */
const plain = (children: readonly Explained[]): Explained[] => children.flatMap((child) => (child.kind === "and" && child.omitted === undefined ? plain(child.children ?? []) : [child]));

function nodeOf(node: Explained, id: string, tag: string | undefined, letterChildren: boolean): ConditionNode {
  // What is excluded is said in one node, with what it saw below.
  const excluded = node.kind === "not" ? (node.children ?? [])[0] : undefined;
  const children = plain((excluded ?? node).children ?? []).map((child, index) => nodeOf(child, `${id}.${index}`, letterChildren ? String.fromCharCode(65 + index) : undefined, false));
  const omitted = node.omitted ?? 0;
  if (omitted > 0) children.push({ id: `${id}.more`, outcome: "not_evaluated", text: `${omitted} more that did not match` });
  const value = excluded === undefined ? node.evidence?.map((one) => one.value).join(", ") : excluded.matched ? "it matched" : "it did not match";
  return {
    id,
    outcome: node.matched ? "matched" : "not_matched",
    ...(tag === undefined ? {} : { tag }),
    text: excluded === undefined ? node.label : `not ${excluded.label}`,
    ...(value === undefined || value === "" ? {} : { value }),
    ...(children.length === 0 ? {} : { children }),
  };
}
