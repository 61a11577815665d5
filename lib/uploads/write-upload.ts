import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { sha256Input } from "./claims.ts";
import { WRITER_HOLDS_MS } from "./limits.ts";
import { recordStored } from "./record-stored.ts";
import { finishRow, findUpload, holdRow, letGoRow, type Upload } from "./upload.repository.ts";

const writing = { uploadId: idInput, /** Of one request: two at once on one file would mix their bytes. */ writer: idInput };

/** An upload of one's own: what was said of it, and whether it has arrived. */
export const readUpload = defineVerb({
  name: "uploads.read",
  permission: "evidence.submit",
  effect: "read",
  input: z.strictObject({ uploadId: idInput }),
  async run({ tx, context, input }): Promise<Upload> {
    const upload = await findUpload(tx, context.organizationId, { id: input.uploadId, createdBy: actorId(context.actor), now: context.clock.now() });
    if (upload === null) throw notFound("upload");
    return upload;
  },
});

/** Makes one request the only one that writes to an upload, for a short time that it renews. */
export const holdUpload = defineVerb({
  name: "uploads.hold",
  permission: "evidence.submit",
  effect: "write",
  rate: "none",
  input: z.strictObject(writing),
  async run({ tx, context, input, now, unchanged }): Promise<Upload> {
    unchanged();
    const upload = await findUpload(tx, context.organizationId, { id: input.uploadId, createdBy: actorId(context.actor), now });
    if (upload === null) throw notFound("upload");
    if (upload.status === "finished") return upload;
    const held = await holdRow(tx, context.organizationId, { id: upload.id, writer: input.writer, now, until: new Date(now.getTime() + WRITER_HOLDS_MS) });
    if (!held) throw new AppError("conflict", "upload_held", "This file is being sent by another request. Wait half a minute, then go on.");
    return upload;
  },
});

/** Lets others write to an upload. */
export const letGoUpload = defineVerb({
  name: "uploads.let_go",
  permission: "evidence.submit",
  effect: "write",
  rate: "none",
  input: z.strictObject(writing),
  async run({ tx, context, input, now, unchanged }): Promise<void> {
    unchanged();
    if ((await findUpload(tx, context.organizationId, { id: input.uploadId, createdBy: actorId(context.actor), now })) === null) throw notFound("upload");
    await letGoRow(tx, context.organizationId, { id: input.uploadId, writer: input.writer });
  },
});

/** Records that an upload has arrived whole, and who sent it. */
export const finishUpload = defineVerb({
  name: "uploads.finish",
  permission: "evidence.submit",
  effect: "write",
  rate: "none",
  input: z.strictObject({ ...writing, sha256: sha256Input }),
  async run(args): Promise<void> {
    const { tx, context, input, now } = args;
    const upload = await findUpload(tx, context.organizationId, { id: input.uploadId, createdBy: actorId(context.actor), now });
    if (upload === null) throw notFound("upload");
    const { writer, sha256 } = input;
    if (!(await finishRow(tx, context.organizationId, { id: upload.id, writer, sha256 }))) throw new AppError("conflict", "upload_held", "Another request finished this file.");
    await recordStored(args, { sha256, byteLength: Number(upload.byteLength) });
  },
});
