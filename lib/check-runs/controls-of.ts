import type { MappingInForce } from "#lib/frameworks/index.ts";

/** The controls that are mapped to what a check serves: its results are evidence for them. */
export function controlsOf(requirements: Readonly<Record<string, readonly string[]>>, mappings: readonly Pick<MappingInForce, "controlId" | "controlCode" | "frameworkKey" | "requirementCode">[]): { id: string; code: string }[] {
  const served = new Set(Object.entries(requirements).flatMap(([edition, items]) => items.map((item) => `${edition} ${item}`)));
  const found = new Map(mappings.filter(({ frameworkKey, requirementCode }) => served.has(`${frameworkKey} ${requirementCode}`)).map(({ controlId, controlCode }) => [controlId, controlCode]));
  return [...found].map(([id, code]) => ({ id, code })).sort((a, b) => a.code.localeCompare(b.code, "en"));
}
