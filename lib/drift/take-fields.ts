import type { LibraryControl } from "#lib/controls/index.ts";
import { contentChanges } from "#lib/control-files/index.ts";

type Request = LibraryControl["evidenceRequests"][number];
type Mapping = LibraryControl["mappings"][number];

const mappingField = (one: Mapping): string => `Mapping ${one.framework} ${one.requirement}`;
const requestField = (one: Request): string => `Evidence request ${one.key}`;
const ORDER = "Order of evidence requests";

/** A field of {@link contentChanges} that is one text or word, and the properties that it is made of. */
const PLAIN: Readonly<Record<string, readonly (keyof LibraryControl)[]>> = {
  Title: ["title"], Type: ["kind"], Operates: ["frequency", "trigger"], Team: ["ownerTeam"], Criticality: ["criticality"], "Process owners": ["processOwners"],
  Statement: ["statement"], Context: ["context"], Scope: ["scope"], Guidance: ["guidance"], "How it is tested": ["howTested"], "Why that is sufficient": ["whySufficient"],
  "What the auditor validates": ["auditorValidates"], "Links for non-public tracking": ["privateLinks"], "Test of design": ["designTest"], "Test of operating effectiveness": ["operatingTest"],
};

/**
 * A control with some fields as another text of it has them; the others stay. With all fields that differ it says the same
 * as the other, with none it stays as it is.
 */
export function withFields<Control extends LibraryControl>(here: Control, theirs: LibraryControl, fields: ReadonlySet<string>): Control {
  const taken = Object.fromEntries(Object.entries(PLAIN).filter(([field]) => fields.has(field)).flatMap(([, properties]) => properties.map((property) => [property, theirs[property]])));
  return {
    ...here,
    ...taken,
    mappings: [...here.mappings.filter((one) => !fields.has(mappingField(one))), ...theirs.mappings.filter((one) => fields.has(mappingField(one)))],
    evidenceRequests: requestsOf(here.evidenceRequests, theirs.evidenceRequests, fields),
  };
}

/** Requests that are taken stand where they did; new ones after the one that they follow in the other text. */
function requestsOf(here: readonly Request[], theirs: readonly Request[], fields: ReadonlySet<string>): Request[] {
  const other = new Map(theirs.map((one) => [one.key, one]));
  const known = new Set(here.map((one) => one.key));
  const all = here.flatMap((one) => (fields.has(requestField(one)) ? (other.get(one.key) ?? []) : one));
  theirs.forEach((one, at) => {
    if (known.has(one.key) || !fields.has(requestField(one))) return;
    const before = theirs.slice(0, at).findLast((each) => all.some(({ key }) => key === each.key));
    all.splice(before === undefined ? 0 : all.findIndex(({ key }) => key === before.key) + 1, 0, one);
  });
  if (!fields.has(ORDER)) return all;
  const ranked = theirs.flatMap((one) => all.find(({ key }) => key === one.key) ?? []);
  const places = all.flatMap((one, at) => (other.has(one.key) ? [at] : []));
  places.forEach((place, rank) => all.splice(place, 1, ranked[rank] ?? all[place]!));
  return all;
}
