import { z } from "zod";
import { defineVerb, lineInput } from "#lib/access/index.ts";
import { allControls } from "./controls.repository.ts";
import { domainOf, DOMAINS, type Domain } from "./domains.ts";
import { operatesText } from "./operates.ts";
import type { LibraryControl } from "./library-input.ts";
import { shippedLibrary } from "./shipped-library.ts";

export type LibraryRow = {
  code: string;
  title: string;
  domain: string;
  operates: string;
  ownerTeam: string;
  requests: number;
  adopted: boolean;
  /** What it answers, by framework. */
  serves: { frameworkKey: string; satisfies: string[]; contributes: string[] }[];
};

export type LibraryList = {
  rows: LibraryRow[];
  /** Of the whole library, whatever the filters let through. */
  total: number;
  adopted: number;
  frameworkKeys: string[];
};

const domainInput = z.enum(Object.keys(DOMAINS) as [Domain, ...Domain[]]);

/** The controls that the product ships, in the order of codes, and which of them the organization has. */
export const listLibrary = defineVerb({
  name: "controls.list_library",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({
    framework: z.string().max(64).optional(),
    domain: domainInput.optional(),
    adopted: z.boolean().optional(),
    text: lineInput(100).optional(),
  }),
  prepare: () => shippedLibrary(),
  async run({ tx, scope, input, prepared: library }): Promise<LibraryList> {
    const present = new Set((await allControls(tx, scope)).map((one) => one.code));
    const every = library.map((control) => rowOf(control, present.has(control.code)));
    return {
      rows: every.filter((row) => matches(row, input)),
      total: every.length,
      adopted: every.filter((row) => row.adopted).length,
      frameworkKeys: [...new Set(every.flatMap((row) => row.serves.map((one) => one.frameworkKey)))].sort(),
    };
  },
});

function rowOf(control: LibraryControl, adopted: boolean): LibraryRow {
  const codes = (mappings: LibraryControl["mappings"], relation: string) => mappings.filter((one) => one.relation === relation).map((one) => one.requirement);
  const serves = [...Map.groupBy(control.mappings, (one) => one.framework)].map(([frameworkKey, mappings]) => ({
    frameworkKey, satisfies: codes(mappings, "satisfies"), contributes: codes(mappings, "contributes"),
  }));
  return {
    code: control.code, title: control.title, domain: domainOf(control.code), operates: operatesText(control),
    ownerTeam: control.ownerTeam, requests: control.evidenceRequests.length, adopted, serves,
  };
}

type LibraryFilter = { framework?: string | undefined; domain?: string | undefined; adopted?: boolean | undefined; text?: string | undefined };

function matches(row: LibraryRow, filter: LibraryFilter): boolean {
  if (filter.framework !== undefined && !row.serves.some((one) => one.frameworkKey === filter.framework)) return false;
  if (filter.domain !== undefined && row.domain !== filter.domain) return false;
  if (filter.adopted !== undefined && row.adopted !== filter.adopted) return false;
  const text = filter.text?.toLocaleLowerCase("en");
  return text === undefined || `${row.code} ${row.title}`.toLocaleLowerCase("en").includes(text);
}
