import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import type { StoredBlob } from "#lib/platform/blob-store/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { countDamaged } from "./damage.repository.ts";
import { LOOK_LIMITS } from "./limits.ts";
import { filesBehind, findLook, finishLook, moveLook, nextFolder, type FileLook } from "./look.repository.ts";

const folderOf = (file: StoredBlob | undefined): string | undefined => file?.sha256.slice(0, 2);
const name = z.string().max(64).regex(/^[0-9a-f]*$/);
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

type Asked = Pick<VerbArguments<unknown>, "tx" | "context">;

/** @throws AppError not_found */
async function requireLook({ tx, context }: Asked, lookId: string): Promise<FileLook> {
  const look = await findLook(tx, context.organizationId, lookId);
  if (look === null) throw notFound("look");
  return look;
}

/** How far a look is. @throws AppError not_found */
export const readLook = defineVerb({
  name: "stored_files.read_look",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ lookId: idInput }),
  run: (args): Promise<FileLook> => requireLook(args, args.input.lookId),
});

/** The next files behind a name; with `damagedOnly`, those that were not whole when they were last read. */
export const nextFiles = defineVerb({
  name: "stored_files.next",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ after: name, limit: z.int().min(1).max(LOOK_LIMITS.batch), damagedOnly: z.boolean().default(false) }),
  run: ({ tx, context, input }): Promise<StoredBlob[]> => filesBehind(tx, context.organizationId, input.after, input.limit, input.damagedOnly),
});

/** The next files behind a name, in whole folders of the store: a folder is a part in 256 of all, and is listed once. */
export const nextFolders = defineVerb({
  name: "stored_files.next_folders",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ after: name }),
  async run({ tx, context: { organizationId }, input: { after } }): Promise<StoredBlob[]> {
    const files = await filesBehind(tx, organizationId, after, LOOK_LIMITS.glanced);
    if (files.length < LOOK_LIMITS.glanced) return files;
    const last = folderOf(files.at(-1));
    const whole = files.filter((file) => folderOf(file) !== last);
    return whole.length > 0 ? whole : nextFolder(tx, organizationId, after);
  },
});

const glanced = z.strictObject({ glancedTo: name, files: count, bytes: count });
const read = z.strictObject({ readFrom: name, readTo: name, files: count, bytes: count });

/** Notes how far a look is. Of two runs of one look, the one that is behind counts nothing. @throws AppError not_found */
export const noteLook = defineVerb({
  name: "stored_files.note_look",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({ lookId: idInput, to: z.union([glanced, read]) }),
  async run(args): Promise<void> {
    const { tx, context, input, unchanged } = args;
    await requireLook(args, input.lookId);
    unchanged();
    await moveLook(tx, context.organizationId, input.lookId, input.to);
  },
});

/** Ends a look: what it saw stands in the audit trail, in numbers. Said again it changes nothing. @throws AppError not_found */
export const endLook = defineVerb({
  name: "stored_files.end_look",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({ lookId: idInput }),
  async run(args): Promise<void> {
    const { tx, context: { organizationId }, input: { lookId }, now, audit, unchanged } = args;
    await requireLook(args, lookId);
    const damaged = await countDamaged(tx, organizationId);
    if (!(await finishLook(tx, organizationId, lookId, damaged, now))) return unchanged();
    const look = await requireLook(args, lookId);
    await audit({ action: "files.looked_at", subjectKind: "file", subjectId: lookId, changes: { files: look.files, bytes: look.bytes, read_files: look.readFiles, read_bytes: look.readBytes, damaged } });
  },
});
