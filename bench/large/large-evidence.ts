import type { EvidenceShape } from "../lists/fill-evidence.ts";

const WHAT = [
  "Access review", "Backup report", "Restore test", "Change approvals", "Vulnerability scan", "Firewall rules", "Key inventory", "Account list", "Training record",
  "Log source comparison", "Alert summary", "Incident review", "Supplier assessment", "Risk register", "Patch status", "Configuration baseline", "Visitor log", "Joiners and leavers",
  "Penetration test", "Retention check", "Certificate inventory", "Capacity report", "Code review sample", "Deployment record", "Segregation of duties",
];
const WHERE = ["payments", "ledger", "portal", "warehouse", "identity", "mail", "build", "staging gateway", "archive", "office network", "card vault", "mobile backend", "support desk", "laptops", "wallet", "reporting"];
const SAID = [
  "Compared with the inventory; nothing is missing.", "Two accounts were closed the same day.", "The owner confirmed each line.", "One exception stands until the end of the quarter.",
  "Drawn by script from production, with the query beside it.", "Checked by somebody who does not run it.", "The sample was taken at random over the period.", "A supplier answered late and was reminded.",
  "Three findings were handed to the platform team.", "The restore took forty minutes and was read back whole.", "Nobody outside of operations holds the key.", "The scanner could not reach one host; it was looked at by hand.",
];

const pick = (words: readonly string[], hash: string): string => `(ARRAY[${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(", ")}])[1 + abs(${hash}) % ${words.length}]`;

/** The file to which every upload of the fill leads: invented, and says so. */
export const LARGE_FILE = { name: "extract.csv", mediaType: "text/csv", text: "host,checked_at,result\npayments-01,2026-01-31T09:00:00Z,as expected\n# invented for a demo organization\n" };

/**
 * Evidence of a year: notes and files, nine in ten for what is asked for daily or weekly. Of the requests one in thirty
 * was never answered, and one in twenty not in the last hundred days.
 */
export function largeEvidence(rows: number, sha256: string): EvidenceShape {
  const noted = "kind = 'note'";
  return {
    rows, periodicEvery: 10, spread: "(hashint8(g) & 2147483647)", kind: "CASE WHEN abs(hashint8(g + 7)) % 10 < 4 THEN 'note' ELSE 'upload' END",
    title: `${pick(WHAT, "hashint8(g + 1)")} || ', ' || ${pick(WHERE, "hashint8(g + 2)")} || '-' || lpad((abs(hashint8(g + 3)) % 400)::text, 3, '0') || ', ' || to_char(at, 'FMDD FMMonth YYYY')`,
    note: `CASE WHEN ${noted} THEN ${pick(SAID, "hashint8(g + 4)")} || ' ' || ${pick(SAID, "hashint8(g + 5)")} ELSE '' END`,
    file: [`CASE WHEN ${noted} THEN NULL ELSE '${LARGE_FILE.name}' END`, `CASE WHEN ${noted} THEN NULL ELSE '${LARGE_FILE.mediaType}' END`, `CASE WHEN ${noted} THEN NULL ELSE ${Buffer.byteLength(LARGE_FILE.text)}::bigint END`, `CASE WHEN ${noted} THEN NULL ELSE '${sha256}' END`],
    submitter: "'mem_large' || abs(hashint8(g + 6)) % 60",
    collected: "place % 30 <> 7 AND NOT (place % 20 = 3 AND at > now() - interval '100 days')",
  };
}
