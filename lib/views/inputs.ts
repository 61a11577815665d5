import { z } from "zod";
import { COLUMNS_MAX, FILTERS_MAX, FILTER_VALUE_MAX } from "./limits.ts";

/** Key of a list: `controls`, `audit_trail`. */
export const listKeyInput = z.string().max(40).regex(/^[a-z][a-z_]*$/, "This is no list.");

/** Columns of a list by their ids, in order. */
export const columnsInput = z.array(z.string().min(1).max(64)).max(COLUMNS_MAX);

/** What an address of a list filters and sorts by. */
export const filtersInput = z.array(z.strictObject({ name: z.string().max(40).regex(/^[a-z][a-zA-Z_]*$/), value: z.string().min(1).max(FILTER_VALUE_MAX) })).max(FILTERS_MAX);
