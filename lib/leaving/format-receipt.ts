import type { CheckedReceipt } from "./receipt.ts";

/** A checked receipt as text for a terminal, and the exit code: 0 valid, 1 not valid, 2 unreadable. */
export function formatReceipt(checked: CheckedReceipt): { text: string; exitCode: 0 | 1 | 2 } {
  if (checked.outcome === "unreadable") return { text: "UNREADABLE  this is no receipt of a deletion\n", exitCode: 2 };
  const { receipt } = checked.document;
  if (checked.outcome === "not_valid") return { text: `NOT VALID  ${printable(receipt.id)}\nThe signature is not one over this receipt. Do not rely on it.\n`, exitCode: 1 };
  const rows = Object.values(receipt.rows).reduce((sum, count) => sum + count, 0);
  const lines = [
    `VALID  ${printable(receipt.id)}`,
    `${printable(receipt.organization.name)} was deleted on ${receipt.destroyed_at}: ${rows} rows, ${receipt.files.count} files with ${receipt.files.bytes} bytes, ${receipt.keys.length} ${receipt.keys.length === 1 ? "key" : "keys"}.`,
    `Asked for on ${receipt.requested.at} by ${printable(receipt.requested.by)}.`,
    "",
    `signed by the key  ${checked.fingerprint}`,
    "Whose key that is, is not shown by this: compare the fingerprint with the one that the operator of the installation gives you.",
  ];
  return { text: `${lines.join("\n")}\n`, exitCode: 0 };
}

/** A hostile name must not move the cursor or turn the text around. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}
