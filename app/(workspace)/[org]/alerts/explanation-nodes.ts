import type { ConditionNode } from "#app/_ui/condition-tree.tsx";
import type { AlertExplanation } from "#lib/alerts/index.ts";

type Explained = AlertExplanation["tree"];

/** The engine's explanation as the nodes that a condition tree draws, each with what it saw. */
export function conditionNodes(root: Explained): ConditionNode[] {
  // A correlation of several conditions gives each a letter, by which log lines refer to it.
  const lettered = root.kind === "correlation" && (root.children ?? []).length > 1;
  return [nodeOf(root, "0", undefined, lettered)];
}

function nodeOf(node: Explained, id: string, tag: string | undefined, letterChildren: boolean): ConditionNode {
  const children = (node.children ?? []).map((child, index) => nodeOf(child, `${id}.${index}`, letterChildren ? String.fromCharCode(65 + index) : undefined, false));
  const omitted = node.omitted ?? 0;
  if (omitted > 0) children.push({ id: `${id}.more`, outcome: "not_evaluated", text: `${omitted} more that did not match` });
  const value = node.evidence?.map((one) => one.value).join(", ");
  return {
    id,
    outcome: node.matched ? "matched" : "not_matched",
    ...(tag === undefined ? {} : { tag }),
    text: node.label,
    ...(value === undefined || value === "" ? {} : { value }),
    ...(children.length === 0 ? {} : { children }),
  };
}
