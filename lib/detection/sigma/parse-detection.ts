import { DETECTION_LIMITS } from "../limits.ts";
import { ConditionRefusal, parseCondition } from "./condition.ts";
import type { ProblemSink } from "./problems.ts";
import { textList } from "./read-values.ts";
import type { Condition, Detection, EventBody } from "./rule.ts";
import type { YamlMap, YamlNode } from "./yaml-document.ts";

/** Reads the `detection` section: search identifiers and conditions (a list of conditions is their disjunction). */
export function parseDetection(section: YamlMap, problems: ProblemSink): EventBody {
  const detections = new Map<string, Detection>();
  const refusedNames: string[] = [];
  for (const { key, value } of section.entries) {
    if (key === "condition") continue;
    if (key === "timeframe") {
      problems.refuse(value.offset, '"timeframe" belongs to the aggregations that correlation rules replaced.');
      continue;
    }
    const detection = searchIdentifier(value, key, problems);
    if (detection) detections.set(key, detection);
    else refusedNames.push(key);
  }
  if (detections.size + refusedNames.length === 0) problems.refuse(section.offset, "The detection has no search identifier.");
  return { kind: "event", detections, refusedNames, conditions: conditions(section, problems) };
}

function conditions(section: YamlMap, problems: ProblemSink): EventBody["conditions"] {
  const texts = textList(section, "condition", problems);
  if (texts.length === 0) problems.refuse(section.offset, 'The detection has no "condition".');
  return texts.flatMap(({ text, offset }) => {
    try {
      return [{ condition: parseCondition(text) as Condition, text, offset }];
    } catch (error) {
      if (!(error instanceof ConditionRefusal)) throw error;
      problems.refuse(offset + error.index, `${error.message}.`);
      return [];
    }
  });
}

/** A map joins its fields with AND; a list joins maps, and keywords, with OR. */
function searchIdentifier(node: YamlNode, name: string, problems: ProblemSink): Detection | null {
  if (node.kind === "map") return fieldMap(node, problems);
  if (node.kind === "scalar") return keywords([node], [], node.offset, name, problems);
  if (node.items.length === 0) {
    problems.refuse(node.offset, `The search identifier "${name}" is empty.`);
    return null;
  }
  const plain = node.items.filter((item) => item.kind === "scalar");
  const items = node.items.filter((item) => item.kind !== "scalar").map((item) => searchIdentifier(item, name, problems));
  if (plain.length > 0) items.unshift(keywords(plain, [], node.offset, name, problems));
  const found = items.filter((item) => item !== null);
  return found.length === 1 ? found[0]! : { kind: "any", items: found, offset: node.offset };
}

function fieldMap(map: YamlMap, problems: ProblemSink): Detection | null {
  if (map.entries.length === 0) {
    problems.refuse(map.offset, "A selection without fields would match every event.");
    return null;
  }
  const items = map.entries.map(({ key, value, offset }): Detection | null => {
    const [field, ...modifiers] = key.split("|");
    const nodes: readonly YamlNode[] = value.kind === "list" ? value.items : [value];
    if (nodes.length === 0) problems.refuse(offset, `"${key}" has an empty list of values.`);
    if (nodes.some((node) => node.kind !== "scalar")) {
      problems.refuse(offset, `The values of "${key}" must be plain values, not maps or lists.`);
      return null;
    }
    if (field === "") return keywords(nodes, modifiers, offset, key, problems);
    return selector(field!, modifiers, nodes, offset, key, problems);
  });
  const found = items.filter((item) => item !== null);
  return found.length === 1 ? found[0]! : { kind: "all", items: found, offset: map.offset };
}

function keywords(nodes: readonly YamlNode[], modifiers: readonly string[], offset: number, label: string, problems: ProblemSink): Detection | null {
  return selector(null, modifiers, nodes, offset, label, problems);
}

function selector(field: string | null, modifiers: readonly string[], nodes: readonly YamlNode[], offset: number, label: string, problems: ProblemSink): Detection | null {
  if (nodes.length > DETECTION_LIMITS.valuesPerSelector) {
    problems.refuse(offset, `"${label}" has more than ${DETECTION_LIMITS.valuesPerSelector} values.`);
    return null;
  }
  const values = nodes.flatMap((node) => (node.kind === "scalar" ? [{ value: node.value, text: node.text, offset: node.offset }] : []));
  return { kind: "selector", field, modifiers, values, offset, label };
}
