import { z } from "zod";
import { KNOWLEDGE } from "#lib/platform/as-of.ts";
import { ID_MAX_LENGTH } from "#lib/platform/ids.ts";
import { REGION_CODES } from "#lib/platform/region.ts";
import { isUrl } from "#lib/platform/web-address.ts";
import { isTimeZone } from "#lib/platform/zoned-time.ts";

// The pieces that verb inputs are made of. Every string and list has its bound here or in the verb: a generated suite checks it.

export const idInput = z.string().min(1).max(ID_MAX_LENGTH).regex(/^[A-Za-z0-9_-]+$/, "This is not an identifier.");

/** One line for a name or title. */
export const lineInput = (max: number) =>
  z.string().trim().min(1, "This cannot be empty.").max(max, `At most ${max} characters.`).regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "No control characters or line breaks.");

/** Text of several lines. */
export const textInput = (max: number) =>
  z.string().trim().max(max, `At most ${max} characters.`).regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$/u, "No control characters.");

const WEB_ADDRESS_MAX = 2_000;

/** An address on the web, as a browser writes it: no other scheme, and no password in it. */
export const webAddressInput = z
  .string()
  .trim()
  .max(WEB_ADDRESS_MAX, `At most ${WEB_ADDRESS_MAX} characters.`)
  .refine((text) => isUrl(text, ["http:", "https:"]), "An address begins with https:// or http://.")
  .refine((text) => !URL.canParse(text) || (new URL(text).username === "" && new URL(text).password === ""), "No name or password belongs into an address.")
  .transform((text) => (URL.canParse(text) ? new URL(text).href : text))
  .pipe(z.string().max(WEB_ADDRESS_MAX, `At most ${WEB_ADDRESS_MAX} characters as a browser writes it.`));

/** A calendar day that exists, `YYYY-MM-DD`. */
export const dayInput = z
  .string()
  .max(10)
  .regex(/^\d{4}-\d{2}-\d{2}$/, "A day is written as YYYY-MM-DD.")
  .refine((day) => !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day), "There is no such day.");

/** The instants of a read of the past (lib/platform/as-of.ts): what held at `asOf`, by what was known at `knownAt`. */
export const instantsInput = { asOf: z.date().optional(), knownAt: z.date().optional() };

/** The same by a day of the organization's zone. */
export const pastDayInput = { asOfDay: dayInput.optional(), known: z.enum(KNOWLEDGE).optional() };

export const timeZoneInput = z.string().max(64).refine(isTimeZone, "This is not a time zone of the IANA database.");

/** A region whose way of writing days, times and numbers is known. */
export const regionInput = z.string().max(3).pipe(z.enum(REGION_CODES, "Choose a region."));

/** Rows per page of any list. */
export const pageSizeInput = z.coerce.number().int().min(1).max(200).default(50);

/** Opaque position of a keyset page. */
export const cursorInput = z.string().max(256).optional();
