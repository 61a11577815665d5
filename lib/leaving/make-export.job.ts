import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { filesHeldAt, type HeldFile } from "#lib/inspection/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { installationKey } from "#lib/platform/installation-key.ts";
import { defineJob, type Progress } from "#lib/platform/job.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { lookAtFile } from "#lib/stored-files/index.ts";
import { failExport } from "./fail-export.ts";
import type { ExportContent } from "./export-content.ts";
import { shareOf, type ExportStep } from "./export-steps.ts";
import { keepTables, readDictionary } from "./export-tables.ts";
import { keepExportContent } from "./keep-export-content.ts";
import { layOutExport, type LaidOutExport } from "./lay-out-export.ts";
import { organizationFacts, type OrganizationFacts } from "./leaving.repository.ts";
import { LEAVING_LIMITS } from "./limits.ts";
import { makeExportKind } from "./make-export.kind.ts";
import { noteExportProgress } from "./note-export-progress.ts";
import { sealExportRecord } from "./seal-export-record.ts";

/** Often enough for the eye, seldom enough for the database. */
const REPORT_EVERY_MS = 1_000;

/** What an archive says of its organization. */
export const readExportFacts = defineVerb({
  name: "leaving.read_export_facts",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx, context }): Promise<OrganizationFacts> => organizationFacts(tx, context.organizationId),
});

/** Files that were held back at the instant of an export: what is found or released since changes nothing of it. */
export const readHeldFiles = defineVerb({
  name: "leaving.read_held_files",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ asOf: z.iso.datetime() }),
  run: ({ tx, context, input }): Promise<Map<string, HeldFile>> => filesHeldAt(tx, context.organizationId, null, new Date(input.asOf)),
});

/**
 * Makes an export: keeps every table as one snapshot shows it, then reads the files, writes the archive and makes it ready.
 * Cut off anywhere, the next run begins with what was kept and arrives at the same bytes; a ready export is left alone.
 */
export const makeExportJob = defineJob({
  kind: makeExportKind.kind,
  actor: "system",
  payload: z.strictObject({ exportId: idInput }),
  async run(context, { exportId }, progress) {
    const { content, over } = await noteExportProgress(context, { exportId, step: "read", progress: 0 });
    if (over) return;
    const report = reporter(context, exportId, progress);
    const kept = content ?? (await read(context, exportId, report));
    await write(context, exportId, kept, report);
  },
  onFailed: (context, { exportId }, reason) => failExport(context, { exportId, reason }),
});

type Report = (step: ExportStep) => (share: number) => Promise<void>;

function reporter(context: Context, exportId: string, progress: Progress): Report {
  let last = -Infinity;
  return (step) => async (share) => {
    if (performance.now() - last < REPORT_EVERY_MS) return;
    const whole = shareOf(step, share);
    await noteExportProgress(context, { exportId, step, progress: whole });
    await progress(step, whole);
    last = performance.now();
  };
}

async function read(context: Context, exportId: string, report: Report): Promise<ExportContent> {
  const dictionary = await readDictionary();
  const content = await keepTables(context.organizationId, dictionary, context.clock.now(), report("read"));
  return keepExportContent(context, { exportId, content });
}

async function write(context: Context, exportId: string, content: ExportContent, report: Report): Promise<void> {
  const { blobs, masterKey } = runtime();
  const { organizationId } = context;
  const { publicPem: pem, fingerprint } = installationKey(masterKey);
  const facts = { exportId, organization: await readExportFacts(context, {}), publicKey: { pem, fingerprint } };
  const held = await readHeldFiles(context, { asOf: content.asOf });
  const laidOut = await layOutExport(facts, content, await readDictionary(), held, (sha256) => blobs.read(organizationId, sha256), report("check"));
  const archive = await blobs.write(organizationId, counted(laidOut, report("write")), { maxBytes: LEAVING_LIMITS.archiveBytes, byteLength: laidOut.byteLength });
  const { fileName, tagManifestSha256, files, unreadable, held: heldFiles } = laidOut;
  const rows = content.tables.reduce((sum, table) => sum + table.rows, 0);
  await sealExportRecord(context, { exportId, archive, fileName, tagManifestSha256, tables: content.tables.length, rows, files, unreadableFiles: unreadable.length, heldFiles });
  // What could not be had is looked at where it is stored at once, and not with the next daily look.
  for (const { sha256 } of unreadable) await lookAtFile(context, sha256);
  // The archive holds them now.
  for (const { sha256 } of [...content.tables, content.files]) await blobs.discard(organizationId, sha256);
}

async function* counted(laidOut: LaidOutExport, told: (share: number) => Promise<void>): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of laidOut.zip()) {
    done += chunk.length;
    yield chunk;
    await told(done / laidOut.byteLength);
  }
}
