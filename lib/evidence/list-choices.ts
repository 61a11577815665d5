import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { SourceKind } from "#prisma/generated/enums.ts";
import { newestRecordIds, requestChoices, type RequestChoice } from "./choices.repository.ts";
import { findSources, RECORD_KINDS, type SourceRecord } from "./sources.repository.ts";

export type EvidenceChoices = {
  /** Requests that admit the kind. */
  requests: RequestChoice[];
  /** For a kind that is a record: the newest records, and the one asked for when it is not among them. */
  records: SourceRecord[];
};

/** Newest records offered to choose from; others are reached from their own pages. */
const RECORDS_OFFERED = 50;
/** Requests offered: more than the largest control sets ask is not read by a person. */
const REQUESTS_OFFERED = 2_000;

/** What a person can choose from who adds evidence of a kind. */
export const listChoices = defineVerb({
  name: "evidence.list_choices",
  permission: "evidence.submit",
  effect: "read",
  input: z.strictObject({ kind: z.enum(SourceKind), recordId: idInput.optional() }),
  async run({ tx, scope, input }): Promise<EvidenceChoices> {
    const requests = await requestChoices(tx, scope, input.kind, REQUESTS_OFFERED);
    const kind = RECORD_KINDS.find((one) => one === input.kind);
    if (kind === undefined) return { requests, records: [] };
    const newest = await newestRecordIds(tx, scope.organizationId, kind, RECORDS_OFFERED);
    const ids = input.recordId === undefined || newest.includes(input.recordId) ? newest : [input.recordId, ...newest];
    const records = await findSources(tx, scope.organizationId, kind, ids);
    return { requests, records: ids.flatMap((id) => records.get(id) ?? []) };
  },
});
