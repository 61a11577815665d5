import type { VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { baselineMarks, putBaselines, saidHash } from "./baseline.repository.ts";
import { allControls } from "./controls.repository.ts";
import type { LibraryControl } from "./library-input.ts";

/**
 * Keeps what the library said of controls when they were taken from it: what it changes later is told by it.
 *
 * @param controls as the library has them, before they were made to suit the organization
 * @returns how many it had not kept so already
 */
export async function noteLibrary({ tx, scope, context, now }: Pick<VerbArguments<unknown>, "tx" | "scope" | "context" | "now">, controls: readonly LibraryControl[]): Promise<number> {
  const ids = new Map((await allControls(tx, scope)).map((one) => [one.code, one.id]));
  const known = new Map((await baselineMarks(tx, context.organizationId, { source: "library" })).map((one) => [one.controlId, one.settledHash]));
  const noted = controls.flatMap((control) => {
    const controlId = ids.get(control.code);
    return controlId === undefined || known.get(controlId) === saidHash(control) ? [] : [{ controlId, source: "library" as const, settled: control, said: null, place: "" }];
  });
  await putBaselines(tx, context.organizationId, noted, { recordedAt: now, recordedBy: actorId(context.actor) });
  return noted.length;
}
