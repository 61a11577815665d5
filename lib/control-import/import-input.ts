import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { IMPORT_FIELD_NAMES } from "./fields.ts";
import { IMPORT_LIMITS } from "./limits.ts";

const cell = z.string().max(IMPORT_LIMITS.cellCharacters);

const also = cell.default("");

/** Rows of a sheet by field, as text. What they mean is judged by the verb, in sight of the organization's own records. */
export const rowsInput = z
  .array(z.strictObject({ row: z.number().int().min(1).max(1_048_576), code: cell, title: cell, statement: cell, owner: cell, frequency: cell, kind: cell, mappings: cell, request: cell, satisfies: also, contributes: also, designTest: also, operatingTest: also, effectiveFrom: also, retiredOn: also, successor: also, retiredReason: also }))
  .max(IMPORT_LIMITS.rows, `At most ${IMPORT_LIMITS.rows} rows.`);

/** The file, by the hash of its bytes, and how it was read. */
export const sourceInput = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/).max(64),
  fileName: z.string().trim().min(1).max(255),
  sheetName: z.string().max(255),
  headers: z.partialRecord(z.enum(IMPORT_FIELD_NAMES), z.string().max(255)),
});

/** Codes of controls that the organization has already and that shall follow the sheet. */
export const takeOverInput = z.array(idInput.or(z.string().min(1).max(64))).max(IMPORT_LIMITS.rows);
