import type { VerbArguments } from "#lib/access/index.ts";
import { statementsInForce, type LibraryControl } from "#lib/controls/index.ts";
import { allFrameworks, correspondencesOf, mappingsInForce, requirementsOf, type FrameworkRow, type MappingInForce, type RequirementRow } from "#lib/frameworks/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { notFound } from "#lib/platform/errors.ts";
import { bearingsOn, type Bearing } from "./implication.ts";
import { proposalsFor, type Proposal } from "./proposals.ts";

export type MappingFacts = {
  framework: FrameworkRow;
  requirements: RequirementRow[];
  mappings: MappingInForce[];
  bearings: Map<string, Bearing[]>;
  proposals: Proposal[];
  controls: { controlId: string; code: string; title: string; statement: string }[];
  nameOf(key: string): string;
};

/** Everything that is known of one edition's mappings, and what may be mapped next. @throws AppError not_found */
export async function mappingFacts({ tx, scope, now }: Pick<VerbArguments<unknown>, "tx" | "scope" | "now">, frameworkKey: string, library: readonly LibraryControl[]): Promise<MappingFacts> {
  const frameworks = await allFrameworks(tx);
  const framework = frameworks.find((one) => one.key === frameworkKey);
  if (framework === undefined) throw notFound("framework");
  const names = new Map(frameworks.map((one) => [one.key, `${one.name} ${one.edition}`]));
  const nameOf = (key: string): string => names.get(key) ?? key;
  const asOf = asOfNow(now);
  const requirements = await requirementsOf(tx, [frameworkKey]);
  const mappings = await mappingsInForce(tx, scope, asOf);
  const controls = await statementsInForce(tx, scope.organizationId, asOf);
  const bearings = bearingsOn(frameworkKey, await correspondencesOf(tx, frameworkKey));
  const ofLibrary = library.flatMap(({ code, mappings: made }) => made.filter((one) => one.framework === frameworkKey).map(({ requirement, relation, rationale }) => ({ code, requirement, relation, rationale })));
  return { framework, requirements, mappings, bearings, controls, nameOf, proposals: proposalsFor({ frameworkKey, requirements, controls, mappings, bearings, library: ofLibrary, nameOf }) };
}
