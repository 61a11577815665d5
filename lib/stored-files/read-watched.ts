import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { blobFault } from "#lib/platform/blob-store/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { damagedFiles } from "./damage.repository.ts";
import type { Damage } from "./file-words.ts";
import { lookAtFileKind } from "./look-at-file.kind.ts";

/** Has a file read where it is stored, now, because somebody met it damaged; what is known to be damaged is looked at each day anyway. */
export const lookAtMetFile = defineVerb({
  name: "stored_files.look_at_met",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({ sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/) }),
  async run({ tx, context, input: { sha256 }, enqueue, unchanged }): Promise<void> {
    unchanged();
    if ((await damagedFiles(tx, context.organizationId, [sha256])).size === 0) await enqueue(lookAtFileKind, { sha256 }, sha256);
  },
});

/**
 * A stored file for somebody who asked for it. What is wrong with it where it is stored is known from that moment on, and not with
 * the next daily look: it is read again at once, and found.
 *
 * @throws what reading fails with
 */
export async function* readWatched({ organizationId, requestId, clock }: Pick<Context, "organizationId" | "requestId" | "clock">, sha256: string, from = 0): AsyncGenerator<Buffer> {
  try {
    yield* runtime().blobs.read(organizationId, sha256, from);
  } catch (error) {
    if (blobFault(error) !== null) await lookAtMetFile({ organizationId, requestId, clock, actor: { kind: "system", name: "reading" } }, { sha256 });
    throw error;
  }
}

/** The same, whole in memory: for files that we wrote ourselves, within our own bounds. @throws what reading fails with */
export async function readWhole(context: Pick<Context, "organizationId" | "requestId" | "clock">, sha256: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readWatched(context, sha256)) parts.push(part);
  return Buffer.concat(parts);
}

/** What a stored file gives, or what is wrong with it where it lies. @throws what anything else fails with */
export async function orDamage<T>(work: Promise<T>): Promise<{ found: T; damage: null } | { found: null; damage: Damage }> {
  try {
    return { found: await work, damage: null };
  } catch (error) {
    const damage = blobFault(error);
    if (damage === null) throw error;
    return { found: null, damage };
  }
}
