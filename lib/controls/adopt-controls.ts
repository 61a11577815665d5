import { z } from "zod";
import { dayInput, defineVerb, lineInput } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { addDays, dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { systemAnswers } from "#lib/systems/index.ts";
import { allControls } from "./controls.repository.ts";
import type { LibraryControl } from "./library-input.ts";
import { MAX_CONTROLS, MAX_DAYS_BACK } from "./limits.ts";
import { noteLibrary } from "./note-library.ts";
import { shippedLibrary } from "./shipped-library.ts";
import { tailorControl, type LeftOutRequest } from "./tailor-control.ts";
import { writeAdoption } from "./write-adoption.ts";

/**
 * Takes controls from the shipped library by their codes, all of them or none. They hold from the beginning of a day in
 * the organization's time zone, today unless said otherwise; `ownerTeam` stands in for the teams that the library names.
 * Evidence is asked as it suits what the organization runs: what only absent systems could answer is left out and named.
 *
 * @throws AppError validation, with the codes that the library lacks or the organization has already; limit_exceeded
 */
export const adoptControls = defineVerb({
  name: "controls.adopt",
  permission: "controls.adopt",
  effect: "write",
  input: z.strictObject({
    codes: z.array(z.string().min(1).max(64)).min(1, "Choose at least one control.").max(MAX_CONTROLS),
    effectiveDay: dayInput.optional(),
    ownerTeam: lineInput(200).optional(),
  }),
  prepare: () => shippedLibrary(),
  async run(args): Promise<{ codes: string[]; leftOut: LeftOutRequest[] }> {
    const { tx, context, scope, now, input, audit } = args;
    const adopted = new Set((await allControls(tx, scope)).map((one) => one.code));
    const answers = await systemAnswers(tx);
    const taken = choose(args.prepared, [...new Set(input.codes)], adopted);
    const tailored = taken.map((one) => tailorControl(one, answers));
    const chosen = tailored.map((one) => one.control);
    const leftOut = tailored.flatMap((one) => one.leftOut);
    const { timeZone } = await readOrganization.definition.run({ ...args, input: {} });
    const effectiveFrom = input.effectiveDay === undefined ? now : startOf(input.effectiveDay, timeZone, now);
    const controls = input.ownerTeam === undefined ? chosen : chosen.map((one) => ({ ...one, ownerTeam: input.ownerTeam ?? one.ownerTeam }));
    const done = await writeAdoption({ tx, context, scope, now, controls, effectiveFrom });
    await noteLibrary(args, taken);
    const codes = controls.map((one) => one.code);
    await audit({ action: "controls.adopted", subjectKind: "organization", subjectId: context.organizationId, changes: { codes, ...done, left_out: leftOut.map(({ code, key }) => `${code} ${key}`), effectiveFrom: effectiveFrom.toISOString() } });
    return { codes, leftOut };
  },
});

function choose(library: readonly LibraryControl[], codes: readonly string[], adopted: ReadonlySet<string>): LibraryControl[] {
  const byCode = new Map(library.map((one) => [one.code, one]));
  const unknown = codes.filter((code) => !byCode.has(code));
  if (unknown.length > 0) throw refused("control_unknown", unknown, "not in the library");
  const present = codes.filter((code) => adopted.has(code));
  if (present.length > 0) throw refused("already_adopted", present, "adopted already");
  return codes.flatMap((code) => byCode.get(code) ?? []);
}

function refused(reason: string, codes: readonly string[], what: string): AppError {
  const sentence = `${codes.join(", ")} ${codes.length === 1 ? "is" : "are"} ${what}; nothing was changed.`;
  return new AppError("validation", reason, sentence, [{ path: "codes", message: sentence }]);
}

/** The first instant of a day. Neither in the future, where it would hide the control, nor further back than anyone could prove. */
function startOf(day: string, timeZone: string, now: Date): Date {
  const today = dayOf(now, timeZone);
  if (day > today || day < addDays(today, -MAX_DAYS_BACK)) {
    const sentence = `Choose a day from ${addDays(today, -MAX_DAYS_BACK)} to ${today}.`;
    throw new AppError("validation", "effective_day", sentence, [{ path: "effectiveDay", message: sentence }]);
  }
  return periodInstants({ firstDay: day, lastDay: day, timeZone }).from;
}
