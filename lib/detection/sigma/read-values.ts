import type { ProblemSink } from "./problems.ts";
import { entry, type YamlMap, type YamlNode } from "./yaml-document.ts";

/** Reading of plain attributes, with a located sentence for what is missing or of the wrong kind. */
export function optionalText(map: YamlMap, key: string, maxChars: number, problems: ProblemSink): string | null {
  const found = entry(map, key);
  if (!found) return null;
  if (found.value.kind !== "scalar" || found.value.value === null) {
    problems.refuse(found.value.offset, `"${key}" must be text.`);
    return null;
  }
  if (found.value.text.length > maxChars) problems.refuse(found.value.offset, `"${key}" is longer than ${maxChars} characters.`);
  return found.value.text;
}

export function requiredText(map: YamlMap, key: string, maxChars: number, problems: ProblemSink): string {
  const text = optionalText(map, key, maxChars, problems);
  if (text !== null && text.trim() !== "") return text;
  if (!entry(map, key) || text !== null) problems.refuse(map.offset, `The rule has no "${key}".`);
  return "";
}

/** A list of texts; a single text counts as a list of one. */
export function textList(map: YamlMap, key: string, problems: ProblemSink): { text: string; offset: number }[] {
  const found = entry(map, key);
  if (!found || (found.value.kind === "scalar" && found.value.value === null)) return [];
  const items: readonly YamlNode[] = found.value.kind === "list" ? found.value.items : [found.value];
  return items.flatMap((item) => {
    if (item.kind === "scalar" && item.value !== null) return [{ text: item.text, offset: item.offset }];
    problems.refuse(item.offset, `Every item of "${key}" must be text.`);
    return [];
  });
}

export function requiredMap(map: YamlMap, key: string, problems: ProblemSink): YamlMap | null {
  const found = entry(map, key);
  if (found?.value.kind === "map") return found.value;
  problems.refuse(found?.value.offset ?? map.offset, found ? `"${key}" must be a map.` : `The rule has no "${key}".`);
  return null;
}
