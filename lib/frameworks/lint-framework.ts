import { duplicates } from "#lib/content/index.ts";
import type { ContentProblem, Position } from "#lib/content/index.ts";
import type { Framework } from "./framework.ts";

interface Node {
  id: string;
  parent: string | null;
  at: Position;
}

/** Problems inside one framework: repeated identifiers, unknown groups and parents, circles, orphans, empty groups. */
export function lintFramework(file: string, framework: Framework): ContentProblem[] {
  const { groups, requirements } = framework;
  const groupIds = new Set(groups.map(({ id }) => id));
  const problems: ContentProblem[] = [];
  const report = (at: Position, sentence: string) => problems.push({ file, ...at, sentence });

  for (const { entry } of [...duplicates<Node>(groups, ({ id }) => id), ...duplicates<Node>(requirements, ({ id }) => id)]) {
    report(entry.at, `“${entry.id}” stands twice.`);
  }
  for (const requirement of requirements) {
    if (requirement.group === null) report(requirement.at, `“${requirement.id}” belongs to no group.`);
    else if (!groupIds.has(requirement.group)) report(requirement.at, `“${requirement.id}” belongs to the unknown group “${requirement.group}”.`);
  }
  for (const [nodes, noun] of [[groups, "group"], [requirements, "requirement"]] as const) {
    problems.push(...brokenParents(file, nodes, noun));
  }
  const used = new Set([...requirements.map(({ group }) => group), ...groups.map(({ parent }) => parent)]);
  for (const group of groups) {
    if (!used.has(group.id)) report(group.at, `The group “${group.id}” holds nothing.`);
  }
  return problems;
}

function brokenParents(file: string, nodes: readonly Node[], noun: string): ContentProblem[] {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  return nodes.flatMap((node) => {
    if (node.parent !== null && !parents.has(node.parent)) {
      return [{ file, ...node.at, sentence: `“${node.id}” stands below the unknown ${noun} “${node.parent}”.` }];
    }
    const seen = new Set<string>();
    for (let id: string | null = node.id; id !== null; id = parents.get(id) ?? null) {
      if (seen.has(id)) return [{ file, ...node.at, sentence: `“${node.id}” stands below itself.` }];
      seen.add(id);
    }
    return [];
  });
}
