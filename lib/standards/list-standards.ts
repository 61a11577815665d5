import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { checkSummaries } from "#lib/check-runs/index.ts";
import { populationTypes, type TypeSeen } from "#lib/reconciliation/index.ts";
import { statusFacts, type Status } from "#lib/status/index.ts";
import { allStandards, type StandardHead } from "./standard.repository.ts";
import { inForceAt, standardStatus } from "./standard.ts";
import { heldStatus, heldTypes, typesWithout } from "./type-coverage.ts";

/** A standard in a list: the version in force, or the newest where none is. */
export type StandardRow = {
  number: number; version: number; title: string; systemType: string; source: string; types: readonly string[]; controlCodes: readonly string[]; approvedAt: Date | null;
  status: Status; word: string; held: { status: Status; word: string }; resources: number; checks: number;
};

export type StandardsView = {
  standards: StandardRow[];
  /** Types of resources that no standard in force names: a gap, and said as one. */
  without: TypeSeen[];
  /** Types of resources that are there, and how many of them are the population's. */
  types: { all: number; population: number };
};

/** Every configuration standard with how its resources stand by its checks, and the types that have none. */
export const listStandards = defineVerb({
  name: "standards.list",
  permission: "standards.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now }): Promise<StandardsView> {
    const versions = await allStandards(tx, organizationId);
    const seen = await populationTypes(tx, organizationId, now);
    const standings = await checkSummaries(tx, organizationId, now);
    const numbers = [...new Set(versions.map(({ number }) => number))];
    const inForce: StandardHead[] = [];
    const standards = numbers.map((number): StandardRow => {
      const own = versions.filter((one) => one.number === number);
      const current = inForceAt(own, now);
      if (current !== null) inForce.push(current);
      const { version, title, systemType, source, types, checks, controlCodes, decision } = current ?? own[0]!;
      const held = heldTypes({ types, checks }, seen, standings);
      const resources = held.reduce((sum, { count }) => sum + count, 0);
      return { number, version, title, systemType, source, types, controlCodes, approvedAt: decision?.decision === "approved" ? decision.decidedAt : null, ...standardStatus(own, now), held: current === null ? { status: "not_applicable", word: "Not in force" } : heldStatus(held, checks), resources, checks: checks.length };
    });
    standards.sort((a, b) => statusFacts(a.status).order - statusFacts(b.status).order || a.systemType.localeCompare(b.systemType, "en"));
    return { standards, without: typesWithout(seen, inForce), types: { all: seen.length, population: seen.filter(({ inPopulation }) => inPopulation).length } };
  },
});
