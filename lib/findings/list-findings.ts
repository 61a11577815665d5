import { z } from "zod";
import { cursorInput, dayInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page, type Scope } from "#lib/access/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { controlIdsOf } from "./finding-parts.repository.ts";
import { findControl, requireControls } from "#lib/controls/index.ts";
import { mappingsInForce } from "#lib/frameworks/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { settingAt } from "#lib/settings/index.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { todayOf } from "./create-finding.ts";
import { findFindings, termsOf, type FindingPosition, type ListedFinding } from "./finding-list.repository.ts";
import { findingStanding, type FindingStanding } from "./standing.ts";
import { findingName, FINDING_SOURCES, FINDING_STATUSES, STANDING_STATUSES } from "./words.ts";

export type FindingListRow = Omit<ListedFinding, "ownerPlaceholderId"> & {
  name: string;
  /** Codes of the controls that it touches; for an auditor those of the engagement. */
  controls: string[];
  standing: FindingStanding;
};

export type FindingList = Page<FindingListRow> & { today: string };

/** Findings, the newest first, or by due date. An auditor gets those that are shared and touch the engagement's controls and period. */
export const listFindings = defineVerb({
  name: "findings.list",
  permission: "findings.read",
  effect: "read",
  input: z.strictObject({
    status: z.array(z.enum(FINDING_STATUSES)).min(1).max(FINDING_STATUSES.length).optional(),
    severity: z.enum(Severity).optional(),
    source: z.enum(FINDING_SOURCES).optional(),
    ownerMemberId: idInput.optional(),
    /** What touches a requirement: by the controls that answer it now, or by name. */
    requirement: z.strictObject({ frameworkKey: z.string().min(1).max(64), code: z.string().min(1).max(64) }).optional(),
    /** Not settled, or with the risk accepted: the gap is there, or may be. */
    standing: z.boolean().optional(),
    controlCode: z.string().min(1).max(64).optional(),
    late: z.boolean().optional(),
    text: z.string().trim().min(1).max(100).optional(),
    order: z.enum(["newest", "due"]).default("newest"),
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, scope, input, now }): Promise<FindingList> {
    const { organizationId } = scope;
    const today = await todayOf(tx, organizationId, now);
    const control = input.controlCode === undefined ? undefined : await findControl(tx, scope, { code: input.controlCode });
    if (control === null) throw notFound("control");
    const requirement = input.requirement === undefined ? undefined : await answered(tx, scope, input.requirement, now);
    const terms = input.text === undefined ? undefined : await termsOf(tx, input.text);
    const status = input.status ?? (input.standing === true ? STANDING_STATUSES : undefined);
    const filter = { ...input, status, requirement, ownerMemberIds: input.ownerMemberId === undefined ? undefined : [input.ownerMemberId], controlId: control?.id, terms, lateOn: input.late === true ? today : undefined };
    const rows = terms?.length === 0 ? [] : await findFindings(tx, scope, filter, input.order, positionOf(input.cursor), input.size + 1);
    const page = pageOf(rows, input.size, (row) => [row.number, row.dueOn]);
    const dueSoonDays = await settingAt(tx, "due_soon_days");
    const touched = await controlIdsOf(tx, scope, page.rows.map(({ id }) => id));
    const codes = new Map((await requireControls(tx, scope, [...touched.values()].flat())).map(({ id, code }) => [id, code]));
    return {
      today,
      nextCursor: page.nextCursor,
      rows: page.rows.map(({ ownerPlaceholderId: _, ...row }) => ({
        ...row, name: findingName(row), controls: (touched.get(row.id) ?? []).flatMap((id) => codes.get(id) ?? []).sort(), standing: findingStanding(row, today, dueSoonDays),
      })),
    };
  },
});

/** A requirement with the controls that answer it now. */
async function answered(tx: TenantTransaction, scope: Scope, { frameworkKey, code }: { frameworkKey: string; code: string }, now: Date) {
  const mappings = await mappingsInForce(tx, scope, asOfNow(now), { frameworkKey });
  return { frameworkKey, code, controlIds: [...new Set(mappings.filter((one) => one.requirementCode === code).map((one) => one.controlId))] };
}

function positionOf(cursor: string | undefined): FindingPosition | null {
  if (cursor === undefined) return null;
  const [number, dueOn] = decodeCursor(z.tuple([z.int(), dayInput]), cursor);
  return { number, dueOn };
}
