import type { VerbArguments } from "#lib/access/index.ts";
import { contentChanges, fieldChanges, storedControls, type FileControl } from "#lib/control-files/index.ts";
import { allControls, baselineMarks, baselinesOf, saidHash, tailorControl, type Baseline, type BaselineMark, type LibraryControl } from "#lib/controls/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { systemAnswers } from "#lib/systems/index.ts";
import { fileOf, keptOf, readKept } from "./kept-control.ts";
import type { DriftCause, DriftSource, FieldDrift } from "./drift.ts";

type Reader = Pick<VerbArguments<unknown>, "tx" | "scope" | "context">;

/** A control that a source says otherwise, with all that is needed to decide on it. */
export type FoundDrift = {
  controlId: string;
  code: string;
  title: string;
  source: DriftSource;
  place: string;
  /** When it was last agreed on, or the folder last looked at; null where nobody kept it. */
  since: Date | null;
  fields: FieldDrift[];
  /** Names what was compared: who decides on it decides on this and nothing else. */
  base: string;
  here: FileControl;
  /** What the source says, as it suits the organization. */
  theirs: LibraryControl;
  /** What the source says, word by word, and what it said when it was last agreed on. */
  said: FileControl;
  settled: FileControl | null;
};

/** What differs, in the order of codes; of one control and source where they are named. */
export async function findDrift(args: Reader, library: readonly LibraryControl[], of: { code?: string | undefined; source?: DriftSource | undefined } = {}): Promise<FoundDrift[]> {
  const { tx, context: { organizationId } } = args;
  const marks = await baselineMarks(tx, organizationId);
  const stored = await storedControls(tx, organizationId);
  const ids = new Map((await allControls(tx, args.scope)).map((one) => [one.code, one.id]));
  const wanted = [...stored.values()].filter((one) => of.code === undefined || one.code === of.code);
  const at = { ids, marks: new Map(marks.map((one) => [`${one.source} ${one.controlId}`, one])) };
  const all = [
    ...(of.source === "folder" ? [] : await againstLibrary(args, library, wanted, at)),
    ...(of.source === "library" ? [] : await againstFolder(args, wanted, at)),
  ];
  return all.sort(inOrder);
}

type Place = { code: string; source: DriftSource };
/** By code, numbers as numbers, then by source. */
export const inOrder = (a: Place, b: Place): number => a.code.localeCompare(b.code, "en", { numeric: true }) || a.source.localeCompare(b.source, "en");

type Known = { ids: ReadonlyMap<string, string>; marks: ReadonlyMap<string, BaselineMark> };

async function againstLibrary({ tx, context: { organizationId } }: Reader, library: readonly LibraryControl[], wanted: readonly FileControl[], { ids, marks }: Known): Promise<FoundDrift[]> {
  const shipped = new Map(library.map((one) => [one.code, one]));
  const moved = wanted.flatMap((here) => {
    const said = shipped.get(here.code);
    const controlId = ids.get(here.code);
    if (said === undefined || controlId === undefined || here.retired !== null) return [];
    const mark = marks.get(`library ${controlId}`);
    const isMoved = mark === undefined ? cameFromLibrary(here, said) : mark.settledHash !== saidHash(said);
    return isMoved ? [{ here, said, controlId }] : [];
  });
  if (moved.length === 0) return [];
  const answers = await systemAnswers(tx);
  const kept = new Map((await baselinesOf(tx, organizationId, "library", moved.map((one) => one.controlId))).map((one) => [one.controlId, one]));
  const suited = (control: LibraryControl): LibraryControl => tailorControl(control, answers).control;
  return moved.flatMap(({ here, said, controlId }) => {
    const settled = readKept(kept.get(controlId)?.settled);
    const theirs = suited(said);
    const there = settled === null ? null : fieldsOf(contentChanges(settled, said));
    const own = settled === null ? null : fieldsOf(contentChanges(suited(settled), here));
    const fields = contentChanges(here, theirs)
      .map((one) => ({ ...one, cause: causeOf(one.field, there, own), takeable: true }))
      .filter((one) => one.cause !== "here" && (one.cause !== "unknown" || !isOwn(one.field, here)));
    return found({ controlId, here, theirs, said: fileOf(said), settled, fields, source: "library", kept: kept.get(controlId) });
  });
}

/** An organization's own control may have a code of the library's: it came from there when it asks one of the library's requests. */
function cameFromLibrary(here: FileControl, said: LibraryControl): boolean {
  return here.evidenceRequests.some(({ key }) => said.evidenceRequests.some((one) => one.key === key));
}

/** What an organization has of its own beside a library's control, which no library could have changed. */
function isOwn(field: string, here: FileControl): boolean {
  return field === "Team" || field.startsWith("Evidence request own-") || field.startsWith("Order of ")
    || here.mappings.some((one) => one.origin === "customer" && field === `Mapping ${one.framework} ${one.requirement}`);
}

async function againstFolder({ tx, context: { organizationId } }: Reader, wanted: readonly FileControl[], { ids, marks }: Known): Promise<FoundDrift[]> {
  const moved = wanted.flatMap((here) => {
    const controlId = ids.get(here.code);
    const mark = marks.get(`folder ${controlId ?? ""}`);
    return controlId === undefined || mark === undefined || mark.saidHash === saidHash(keptOf(here)) ? [] : [{ here, controlId }];
  });
  const kept = new Map((await baselinesOf(tx, organizationId, "folder", moved.map((one) => one.controlId))).map((one) => [one.controlId, one]));
  return moved.flatMap(({ here, controlId }) => {
    const [said, settled] = [readKept(kept.get(controlId)?.said), readKept(kept.get(controlId)?.settled)];
    if (said === null) return [];
    const there = settled === null ? null : fieldsOf(fieldChanges(settled, said));
    const own = settled === null ? null : fieldsOf(fieldChanges(settled, here));
    const fields = fieldChanges(here, said).map((one) => ({ ...one, cause: causeOf(one.field, there, own), takeable: one.field !== "Retired" && here.retired === null }));
    return found({ controlId, here, theirs: said, said, settled, fields, source: "folder", kept: kept.get(controlId) });
  });
}

const fieldsOf = (changes: readonly { field: string }[]): Set<string> => new Set(changes.map(({ field }) => field));

function causeOf(field: string, there: ReadonlySet<string> | null, own: ReadonlySet<string> | null): DriftCause {
  if (there === null || own === null) return "unknown";
  if (!there.has(field)) return "here";
  return own.has(field) ? "both" : "source";
}

type Compared = Pick<FoundDrift, "controlId" | "here" | "theirs" | "said" | "settled" | "fields" | "source"> & { kept: Baseline | undefined };

function found({ kept, ...one }: Compared): FoundDrift[] {
  if (one.fields.length === 0) return [];
  const { here, theirs, settled } = one;
  const base = sha256Hex(canonicalJson({ here, theirs, settled }));
  return [{ ...one, code: here.code, title: here.title, place: kept?.place ?? "", since: kept?.recordedAt ?? null, base }];
}
