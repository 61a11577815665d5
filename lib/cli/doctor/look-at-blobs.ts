import { keysInRows } from "#lib/platform/backup/blob-key-rows.ts";
import { beginCopying } from "#lib/platform/backup/table-copy.ts";
import type { BlobStore } from "#lib/platform/blob-store/blob-store.ts";
import { checkBlob, organizationKey, type BlobFound, type KeyFor } from "#lib/platform/blob-store/index.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import type { RoleUrls } from "#lib/platform/postgres/roles.ts";
import type { Secrets } from "#lib/platform/secrets.ts";
import { right, wrong, type Finding } from "./finding.ts";

/** Blobs that are read when not all are asked for: chance finds the loss of a hundredth of them nine times in ten. */
const SAMPLE = 250;

const WORDS: Readonly<Record<Exclude<BlobFound, "whole">, string>> = { missing: "is missing", altered: "was altered", unreadable: "could not be read" };

type KeysOf = (organizationId: string, key: Buffer) => KeyFor;
type Recorded = { organization_id: string; sha256: string; wrapped_key: Buffer | null };

/** Reads blobs to their end: there, opened by their organization's key, and what their name says. */
export async function lookAtBlobs(urls: RoleUrls, store: BlobStore, { masterKey }: Secrets, all: boolean): Promise<Finding> {
  const { recorded, total } = await readRecorded(urls.owner, all ? null : SAMPLE);
  const bad = await withConnection(urls.owner, "The owner role's connection", async (client) => {
    await beginCopying(client, "one snapshot, read only");
    const found: string[] = [];
    for (const blob of recorded) {
      const problem = await problemOf(blob, store, Buffer.from(masterKey, "base64url"), (organizationId, key) => keysInRows(client, organizationId, key));
      if (problem !== undefined) found.push(`${blob.organization_id}/${blob.sha256} ${problem}`);
    }
    return found;
  });
  const looked = recorded.length === total ? `all ${total}` : `${recorded.length} of ${total}, chosen by chance,`;
  if (bad.length === 0) return right("Blobs", `${looked} are there and as they were written${recorded.length === total ? "" : "; --all reads every one"}`);
  return wrong("Blobs", `${bad.length} of ${recorded.length} read: ${bad.slice(0, 3).join("; ")}${bad.length > 3 ? "; …" : ""}`, "Put them back from the last backup that has them: a blob's file can be copied in as it is.");
}

async function readRecorded(ownerUrl: string, limit: number | null): Promise<{ recorded: Recorded[]; total: number }> {
  return withConnection(ownerUrl, "The owner role's connection", async (client) => {
    await beginCopying(client, "one snapshot, read only");
    const total = await client.query<{ count: string }>("SELECT count(*) FROM blob");
    const { rows } = await client.query<Recorded>(
      `SELECT b.organization_id, b.sha256, (SELECT k.wrapped_key FROM organization_key k WHERE k.organization_id = b.organization_id ORDER BY k.id DESC LIMIT 1) AS wrapped_key
         FROM (SELECT organization_id, sha256 FROM blob ORDER BY random() LIMIT $1) b`,
      [limit],
    );
    return { recorded: rows, total: Number(total.rows[0]?.count) };
  });
}

async function problemOf({ organization_id: organizationId, sha256, wrapped_key: wrapped }: Recorded, store: BlobStore, masterKey: Buffer, keysOf: KeysOf): Promise<string | undefined> {
  if (wrapped === null) return "has no key";
  let key: Buffer;
  try {
    key = organizationKey(masterKey, organizationId, wrapped);
  } catch (error) {
    if (error instanceof Error && /authenticate/.test(error.message)) return "has a key that the master key does not open";
    throw error;
  }
  const found = await checkBlob(store, organizationId, keysOf(organizationId, key), { sha256 });
  return found === "whole" ? undefined : WORDS[found];
}
