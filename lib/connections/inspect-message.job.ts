import { z } from "zod";
import { lookInto, type FileToLookInto } from "#lib/inspection/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { defineJob } from "#lib/platform/job.ts";
import { readWhole } from "#lib/stored-files/index.ts";
import { connectorOf, receiverOf } from "./connectors.ts";
import { inspectMessageKind } from "./inspect-message.kind.ts";

/**
 * Looks into a message as it came and into each of its files, as into a file that somebody sent: what strangers mail is opened
 * by the same people. Files are known by their hashes, so that the same one in two messages is looked into in each.
 */
export const inspectMessageJob = defineJob({
  kind: inspectMessageKind.kind,
  actor: "system",
  payload: z.strictObject({ connector: z.string().max(64), sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/) }),
  async run(context, { connector, sha256 }, progress) {
    const raw = await readWhole(context, sha256);
    const { parts } = await receiverOf(connectorOf(connector)).open(raw);
    const files: FileToLookInto[] = [fileOf(raw, null), ...[...new Map(parts.map(({ bytes }) => [sha256Hex(bytes), bytes])).values()].map((bytes) => fileOf(bytes, sha256))];
    for (const [index, file] of files.entries()) {
      await progress("inspect", index / files.length);
      await lookInto(context, file, () => Promise.resolve());
    }
  },
});

function fileOf(bytes: Uint8Array, inside: string | null): FileToLookInto {
  return { sha256: sha256Hex(bytes), inside, byteLength: bytes.length, readFrom: (from) => once(bytes.subarray(from)) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
