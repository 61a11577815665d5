import { runtime } from "#lib/platform/runtime.ts";
import { findReceipt } from "./deletion.repository.ts";
import { isReceiptToken } from "./receipt-link.ts";
import { checkReceipt, type Receipt } from "./receipt.ts";

/** What the address of a receipt leads to: the receipt, or that it is not there yet. */
export type ReceiptView = { outcome: "destroyed"; receipt: Receipt; fingerprint: string; document: string } | { outcome: "not_yet" };

/**
 * What a personal address leads to. No verb: the organization is gone, and whoever holds the address has no account.
 *
 * @returns null for an address that was never given, and for nonsense
 */
export async function readReceipt(id: string, token: string): Promise<ReceiptView | null> {
  if (!isReceiptToken(id, token)) return null;
  const row = await findReceipt(runtime().database, id);
  if (row?.document == null) return { outcome: "not_yet" };
  const checked = checkReceipt(row.document);
  if (checked.outcome !== "valid") throw new Error(`the receipt ${id} is not as it was signed`);
  return { outcome: "destroyed", receipt: checked.document.receipt, fingerprint: checked.fingerprint, document: row.document };
}
