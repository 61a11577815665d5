import { readFileSync } from "node:fs";

export type TableKind = "tenant" | "global" | "directory";

/** A table as prisma/schema.prisma declares it. `kind` is null where nobody said. */
export type SchemaTable = { model: string; table: string; kind: TableKind | null; appendOnly: boolean };

/** The tables of a Prisma schema with the kind that the comment above each model states. */
export function schemaTables(schema: string): SchemaTable[] {
  return [...schema.matchAll(/((?:^[ \t]*\/\/\/.*\n)*)^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, comment = "", model = "", body = ""]) => ({
    model,
    table: /@@map\("([^"]+)"\)/.exec(body)?.[1] ?? model,
    kind: (/@kind (tenant|global|directory)\b/.exec(comment)?.[1] ?? null) as TableKind | null,
    appendOnly: /@append-only\b/.test(comment),
  }));
}

export const readSchemaTables = (): SchemaTable[] => schemaTables(readFileSync("prisma/schema.prisma", "utf8"));

/** The column that holds the tenant: the organization's own row is its id. */
export const tenantColumn = (table: string): string => (table === "organization" ? "id" : "organization_id");
