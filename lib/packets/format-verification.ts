import type { PacketVerification, Problem, ProblemKind } from "./verify-packet.ts";

const HEADS: Readonly<Record<ProblemKind, string>> = {
  changed: "Changed", missing: "Missing", added: "Added", reordered: "Reordered", duplicate: "Twice", unsafe_path: "Unsafe name",
  broken_zip: "Broken ZIP", wrong_oxum: "Wrong totals", incomplete: "Incomplete", other_report: "Report of other files", invalid_bag: "Not a BagIt 1.0 bag", signature: "Signature", ledger: "Ledger",
};
const LINES_PER_KIND = 50;

/** A verification as text for a terminal, and the exit code: 0 intact, 1 not intact, 2 unreadable. Names are escaped. */
export function formatVerification(result: PacketVerification): { text: string; exitCode: 0 | 1 | 2 } {
  if (result.outcome === "unreadable") return { text: `UNREADABLE  ${printable(result.reason)}\n`, exitCode: 2 };
  const intact = result.outcome === "intact";
  const lines = [
    `${intact ? "INTACT" : "NOT INTACT"}  ${printable(result.packetId ?? `${result.kind} without a readable id`)}`,
    `${result.files} files, ${result.bytes} bytes`,
    contents(result),
    ...(result.signer === null ? [] : [`The report is signed by ${printable(result.signer.subject)}, certificate`, `  SHA-256 ${result.signer.fingerprint}`]),
    ...ledgerLines(result),
    ...(result.omissions ? ["The packet says of itself that it is partial: see data/omissions.json."] : []),
    ...(result.signatures > 0 ? [`${result.signatures} files under signatures/ are not checked by this command.`] : []),
    ...(Object.keys(HEADS) as ProblemKind[]).flatMap((kind) => section(kind, result.problems, result.counts[kind] ?? 0)),
    "",
    ...(result.tagManifestSha256 === null ? [] : [`tagmanifest-sha256.txt  ${result.tagManifestSha256}`]),
    intact
      ? `Nothing was changed, removed, added or reordered. Who made the ${result.kind}, and when, is not shown by this:\ncompare the hash above${also(result)} with ${also(result) === "" ? "the one" : "those"} that its maker gave you by another way.`
      : `Do not rely on this ${result.kind}. Ask its maker for a new copy.`,
  ];
  return { text: `${lines.join("\n")}\n`, exitCode: intact ? 0 : 1 };
}

function contents({ kind, requests, omissions }: Exclude<PacketVerification, { outcome: "unreadable" }>): string {
  if (kind === "export") return "an export of everything: data/README.txt says how to read it";
  if (requests === null) return "requests: the index cannot be read";
  return `requests: ${requests}${omissions === null ? "" : `, omissions: ${omissions}`}`;
}

function also({ signer, ledger }: Exclude<PacketVerification, { outcome: "unreadable" }>): string {
  const more = [...(signer === null ? [] : ["that of the certificate"]), ...(ledger === null || ledger.keys.length === 0 ? [] : ["the ledger's key"])];
  return more.length === 0 ? "" : `, and ${more.join(" and ")},`;
}

/** What the ledger proves of each evidence, item by item; what it does not prove comes first, so that no long list hides it. */
function ledgerLines({ kind, ledger }: Exclude<PacketVerification, { outcome: "unreadable" }>): string[] {
  if (kind === "export") return [];
  if (ledger === null) return ["The packet carries no proofs of the ledger."];
  const { checkpoint, keys, items } = ledger;
  const shown = items.toSorted((one, other) => Number(one.proven) - Number(other.proven)).slice(0, LINES_PER_KIND);
  const head = checkpoint === null
    ? ["Ledger: nothing was signed when the packet was made."]
    : [
        `Ledger: ${items.filter((one) => one.proven).length} of ${items.length} files are proven by its checkpoint at ${checkpoint.size} entries, ${printable(checkpoint.origin)},`,
        `  signed ${checkpoint.signedAt ?? "at an unknown time"} by the organization's own clock${checkpoint.stamped === null ? "" : `, attested ${checkpoint.stamped.at} by`}`,
        ...(checkpoint.stamped === null ? [] : [`  ${printable(checkpoint.stamped.by)}: whether to trust that authority is for you to judge`]),
        ...keys.map((key) => `  key ${printable(key)}`),
      ];
  return [...head, ...shown.map(({ id, words }) => `  ${printable(id)}  ${printable(words)}`), ...(items.length > shown.length ? [`  and ${items.length - shown.length} more`] : [])];
}

function section(kind: ProblemKind, problems: readonly Problem[], total: number): string[] {
  if (total === 0) return [];
  const shown = problems.filter((one) => one.kind === kind).slice(0, LINES_PER_KIND);
  const lines = shown.map((one) => `  ${one.path === null ? "" : `${printable(one.path)}: `}${printable(one.detail)}`);
  return ["", `${HEADS[kind]}: ${total}`, ...lines, ...(total > shown.length ? [`  and ${total - shown.length} more`] : [])];
}

/** A hostile name must not move the cursor, ring the bell or turn the text around. */
function printable(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  return plain.length > 500 ? `${plain.slice(0, 500)}…` : plain;
}
