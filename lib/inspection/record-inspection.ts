import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { FINDING_KINDS } from "./findings.ts";
import { insertInspection, lengthOf } from "./inspection.repository.ts";

const sha256 = z.string().max(64).regex(/^[0-9a-f]{64}$/);

/** How long a file is that is to be looked into. */
export const measureFile = defineVerb({
  name: "inspection.measure",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ sha256 }),
  async run({ tx, context, input }): Promise<number> {
    const length = await lengthOf(tx, context.organizationId, input.sha256);
    if (length === null) throw notFound("file");
    return length;
  },
});

/** Records what was found in a file. Each look is a fact of its own; the newest counts. */
export const recordInspection = defineVerb({
  name: "inspection.record",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({
    sha256,
    /** The stored file that it is a part of, such as a message; null when it is stored by itself. */
    inside: sha256.nullable().default(null),
    mediaType: z.string().min(1).max(200),
    findings: z.array(z.strictObject({ kind: z.enum(FINDING_KINDS), detail: z.string().max(4_000) })).max(50),
    version: z.number().int().min(1).max(1_000_000),
    scanVerdict: z.enum(["clean", "infected", "not_scanned", "failed"]),
    scanner: z.string().max(100).nullable(),
    scannerVersion: z.string().max(100).nullable(),
    scanDetail: z.string().max(500).nullable(),
  }),
  async run({ tx, context, input: { inside, ...input }, now, audit }): Promise<void> {
    if ((await lengthOf(tx, context.organizationId, inside ?? input.sha256)) === null) throw notFound("file");
    await insertInspection(tx, context.organizationId, { id: newId("ins", now.getTime()), ...input, inspectedAt: now });
    const { mediaType: media_type, findings, scanVerdict: scan, scanner, scannerVersion: scanner_version } = input;
    await audit({ action: "file.inspected", subjectKind: "file", subjectId: input.sha256, changes: { media_type, findings: findings.map(({ kind }) => kind), scan, scanner, scanner_version, ...(inside === null ? {} : { inside }) } });
  },
});
