import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { closeReceipt, destroyRows, endDestruction, readDocuments, reopenDestruction } from "#lib/platform/destroy/destroy-organization.ts";
import { installationKey } from "#lib/platform/installation-key.ts";
import type { RoleUrls } from "#lib/platform/postgres/roles.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";
import { checkReceipt, type Receipt } from "./receipt.ts";

/** Beside the backups: the receipts of all organizations that were deleted, so that restoring an older one brings none back. */
export const RECEIPTS_FILE = "tickmark-receipts.json";

/** A receipt that was found to be this installation's own, with the text that was signed. */
export type KnownReceipt = { receipt: Receipt; document: string };

const shown = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * The receipts in a file: one, or a list of them.
 *
 * @throws SetupProblem when the file holds anything else, or what another installation has signed
 */
export async function readReceipts(file: string, masterKey: Uint8Array): Promise<KnownReceipt[]> {
  const { fingerprint } = installationKey(masterKey);
  const text = await readFile(file, "utf8");
  const single = checkReceipt(text);
  const documents = single.outcome === "unreadable" ? listIn(text, file).map(shown) : [text];
  return documents.map((document) => {
    const checked = checkReceipt(document);
    if (checked.outcome !== "valid" || checked.fingerprint !== fingerprint) throw new SetupProblem(`${file} holds what this installation did not sign: nothing was restored.`);
    return { receipt: checked.document.receipt, document };
  });
}

function listIn(text: string, file: string): unknown[] {
  const unreadable = `${file} holds no receipts of deleted organizations: nothing was restored.`;
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list;
  } catch (error) {
    throw new SetupProblem(unreadable, { cause: error });
  }
  throw new SetupProblem(unreadable);
}

/** Writes the receipts that the database knows beside a backup, with those that stood there already. @returns how many there are */
export async function keepReceiptsBeside(backup: string, roles: RoleUrls, masterKey: Uint8Array): Promise<number> {
  const file = path.join(path.dirname(backup), RECEIPTS_FILE);
  const before = await readReceipts(file, masterKey).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  const documents = new Map([...before.map(({ document }) => document), ...(await readDocuments(roles))].map((document) => {
    const parsed = JSON.parse(document) as { receipt: { id: string } };
    return [parsed.receipt.id, parsed] as const;
  }));
  if (documents.size === 0) return 0;
  await writeFile(`${file}.partial`, shown([...documents.values()]), { mode: 0o600 });
  await rename(`${file}.partial`, file);
  return documents.size;
}

/** Destroys again what an older backup brought back. Its files were never written. */
export async function destroyAgain(roles: RoleUrls, { receipt, document }: KnownReceipt): Promise<void> {
  const { id, organization, requested, rows, files, keys, ledger } = receipt;
  const facts = {
    organizationName: organization.name, requestedBy: requested.by, requestedAt: requested.at, rows, blobs: files, keys,
    ledger: { entries: ledger.entries, lastEntry: ledger.last_entry, lastLeafHash: ledger.last_leaf_hash }, accountsClosed: null,
  };
  await reopenDestruction(roles, { id, organizationId: organization.id, begunAt: new Date(receipt.key_destroyed_at), facts });
  await destroyRows(roles, organization.id);
  await closeReceipt(roles, organization.id, document, new Date(receipt.destroyed_at));
  await endDestruction(roles, organization.id);
}
