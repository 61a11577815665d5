import { z } from "zod";
import { dayInput, lineInput } from "#lib/access/index.ts";
import { OWN_FRAMEWORK_LIMITS } from "./own-limits.ts";
import type { Framework } from "./framework.ts";

const identifier = z.string().max(64).regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, "Letters, digits, dots and hyphens only.");
const title = lineInput(OWN_FRAMEWORK_LIMITS.titleCharacters);
const node = { id: identifier, title, parent: identifier.nullable() };

/** A framework of one's own as a file said it, without the places in the file. */
export const ownFrameworkInput = z.strictObject({
  id: identifier.max(OWN_FRAMEWORK_LIMITS.idCharacters),
  name: title,
  edition: title,
  publisher: title,
  itemLabel: z.strictObject({ one: title, many: title }),
  validFrom: dayInput.nullable(),
  validUntil: dayInput.nullable(),
  validityNote: z.string().max(2000).nullable(),
  source: z.string().trim().min(1).max(2000),
  notCovered: z.array(z.string().trim().min(1).max(2000)).max(200),
  groups: z.array(z.strictObject(node)).min(1).max(OWN_FRAMEWORK_LIMITS.requirements),
  requirements: z.array(z.strictObject({ ...node, group: identifier, newInEdition: z.boolean() })).min(1).max(OWN_FRAMEWORK_LIMITS.requirements),
});

export type OwnFramework = z.output<typeof ownFrameworkInput>;

/** A parsed framework in the form of the input. */
export function withoutPlaces(framework: Framework): OwnFramework {
  const { id, name, edition, publisher, itemLabel, validFrom, validUntil, validityNote, source, notCovered } = framework;
  return {
    id, name, edition, publisher, itemLabel, validFrom, validUntil, validityNote, source, notCovered,
    groups: framework.groups.map(({ id: group, title: words, parent }) => ({ id: group, title: words, parent })),
    requirements: framework.requirements.map(({ id: code, title: words, parent, group, newInEdition }) => ({ id: code, title: words, parent, group: group ?? "", newInEdition })),
  };
}

/** Its key among all frameworks: never that of a shipped one. */
export function ownKey(id: string): string {
  return id.startsWith("own-") ? id : `own-${id}`;
}
