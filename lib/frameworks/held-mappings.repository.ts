import { held } from "#lib/platform/as-of.repository.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import { Prisma } from "#prisma/generated/client.ts";

/** A control that something is mapped to: its place in the list given, and whether it satisfies alone. */
export type MappedPlace = { place: number; satisfies: boolean };

/** The places of controls as a table `place`, to be named before {@link heldMappings}. */
export const placesOf = (controlIds: readonly string[]): Prisma.Sql => Prisma.sql`place AS (SELECT id, place FROM unnest(${[...controlIds]}::text[]) WITH ORDINALITY AS p(id, place))`;

/**
 * A table `held` of each requirement and its mappings that hold at an instant, in one short text each: of thousands of
 * mappings each row by itself would cost more than the query. Reads one index alone, in its order.
 */
export function heldMappings(organizationId: string, asOf: AsOf, frameworkKey?: string): Prisma.Sql {
  const ofFramework = frameworkKey === undefined ? Prisma.empty : Prisma.sql`AND m.framework_key = ${frameworkKey}`;
  return Prisma.sql`held AS (
    SELECT newest.framework_key, newest.requirement_code, string_agg((2 * (place.place - 1) + (newest.strength = 'satisfies')::int)::text, ' ') AS mapped
    FROM (
      SELECT DISTINCT ON (m.control_id, m.framework_key, m.requirement_code) m.control_id, m.framework_key, m.requirement_code, m.strength, m.retracted
      FROM mapping_version m
      WHERE m.organization_id = ${organizationId} AND ${held("m", asOf)} ${ofFramework}
      ORDER BY m.control_id, m.framework_key, m.requirement_code, m.effective_from DESC, m.recorded_at DESC, m.id DESC) newest
    JOIN place ON place.id = newest.control_id
    WHERE NOT newest.retracted GROUP BY newest.framework_key, newest.requirement_code)`;
}

/** The mappings of one requirement, from the text of `held`, in the order of places: sorting them there would sort all of them by their words. */
export function readMapped(mapped: string | null): MappedPlace[] {
  return mapped === null ? [] : mapped.split(" ").map(Number).sort((a, b) => a - b).map((one) => ({ place: one >> 1, satisfies: one % 2 === 1 }));
}
