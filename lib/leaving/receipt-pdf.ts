import { drawPairs, drawTable, ReportPdf, Sheet, TEXT } from "#lib/packets/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { utcText } from "#lib/platform/mail-text.ts";
import { checkReceipt } from "./receipt.ts";

const LABEL_WIDTH = 150;

/**
 * The receipt on paper: a tagged PDF, the same bytes for the same document. What counts is the document itself, whose
 * hash and signature are printed.
 *
 * @throws Error when the text is no receipt
 */
export async function receiptPdf(text: string): Promise<Buffer> {
  const checked = checkReceipt(text);
  if (checked.outcome === "unreadable") throw new Error("this is no receipt");
  const { receipt, signature } = checked.document;
  const title = `Receipt: ${receipt.organization.name} was deleted`;
  const pdf = new ReportPdf({ title, author: receipt.made_by, subject: receipt.id, keywords: `sha256:${sha256Hex(text)}`, software: receipt.made_by, madeAt: new Date(receipt.destroyed_at) });
  const sheet = new Sheet(pdf);
  sheet.newPage();
  sheet.startSection(title);
  sheet.text("H1", title, TEXT.title);
  sheet.y += 6;
  sheet.text("P", "Tickmark destroyed everything that this organization had: first the key, then the rows, then the files.", TEXT.lead);
  sheet.y += 14;
  const total = Object.values(receipt.rows).reduce((sum, rows) => sum + rows, 0);
  drawPairs(sheet, [
    { label: "Organization", value: `${receipt.organization.name} (${receipt.organization.id})` },
    { label: "Asked for", value: `${utcText(new Date(receipt.requested.at))}, by ${receipt.requested.by}` },
    { label: "Key destroyed", value: `${utcText(new Date(receipt.key_destroyed_at))}: ${receipt.keys.join(", ")}` },
    { label: "Everything destroyed", value: utcText(new Date(receipt.destroyed_at)) },
    { label: "Rows", value: `${total.toLocaleString("en-GB")} of ${Object.keys(receipt.rows).length} tables` },
    { label: "Files", value: `${receipt.files.count.toLocaleString("en-GB")} with ${receipt.files.bytes.toLocaleString("en-GB")} bytes` },
    { label: "Ledger", value: `${receipt.ledger.entries.toLocaleString("en-GB")} entries; the last one’s leaf is ${receipt.ledger.last_leaf_hash ?? "none"}` },
    { label: "Accounts closed", value: `${receipt.accounts_closed}: of people who belonged to no other organization` },
    { label: "Receipt", value: receipt.id },
  ], LABEL_WIDTH);
  sheet.y += 10;
  sheet.text("H2", "What is not destroyed by this", TEXT.head);
  sheet.text("P", receipt.backups, TEXT.body);
  sheet.y += 12;
  sheet.text("H2", "Signature", TEXT.head);
  sheet.text("P", "The signed document is the JSON file that belongs to this page. Anybody checks it with: tickmark verify RECEIPT.json", TEXT.body);
  sheet.y += 4;
  drawPairs(sheet, [
    { label: "SHA-256 of the JSON file", value: sha256Hex(text), style: TEXT.mono },
    { label: "Ed25519 signature", value: signature.value, style: TEXT.mono },
    { label: "Key’s fingerprint", value: signature.fingerprint, style: TEXT.mono },
  ], LABEL_WIDTH);
  sheet.y += 12;
  sheet.startSection("Rows by table");
  sheet.text("H2", "Rows by table", TEXT.head, { keepWithNext: 60 });
  drawTable(sheet, [{ head: "Table", flex: 1 }, { head: "Rows", width: 90, align: "right", style: TEXT.cellNumber }], Object.entries(receipt.rows).map(([table, rows]) => [table, rows.toLocaleString("en-GB")]));
  sheet.finish();
  return pdf.end();
}
