import { SOFTWARE } from "#lib/platform/software.ts";
import type { DictionaryTable } from "./dictionary.ts";
import type { ExportContent } from "./export-content.ts";
import type { ExportFacts } from "./lay-out-export.ts";

/** Tables that hold nothing but the way to what is exported, and why each is left out. */
const LEFT_OUT_TABLES: Readonly<Record<string, string>> = {
  membership: "which person belongs to the organization: tables/member.ndjson says it",
  organization_slug: "the address: tables/organization.ndjson says it",
  delivery_token: "hashes of personal links, which are secrets; tables/packet_delivery.ndjson says who had one",
  invitation_token: "hashes of links in invitations, which are secrets; tables/invitation.ndjson says who was invited",
  due_work: "what Tickmark does next; it follows from the other tables",
  "accounts of people": "name, address, password hash and second factors belong to the person and not to the organization; tables/member.ndjson has name and address",
};

/** `data/dictionary.json`: every table and column, what they mean, how many rows there are, and what was left out. */
export function dictionaryFile(dictionary: readonly DictionaryTable[], content: ExportContent): string {
  const rows = new Map(content.tables.map((table) => [table.table, table]));
  const tables = dictionary.flatMap((table) => {
    const kept = rows.get(table.table);
    return kept === undefined ? [] : [{ file: `tables/${table.table}.ndjson`, rows: kept.rows, sha256: kept.sha256, ...table }];
  });
  return `${JSON.stringify({ made_by: SOFTWARE, as_of: content.asOf, tables, left_out_tables: LEFT_OUT_TABLES }, null, 2)}\n`;
}

/** `data/README.txt`, in plain words, for somebody who has this file and nothing else. */
export function exportReadme({ organization, exportId, publicKey }: ExportFacts, content: ExportContent, { files, unreadable, held }: { files: number; unreadable: number; held: number }): string {
  const rows = content.tables.reduce((sum, table) => sum + table.rows, 0);
  return `EVERYTHING THAT ${organization.name.toUpperCase()} HAS IN TICKMARK

Export ${exportId}, made by ${SOFTWARE}. It shows one instant: ${content.asOf}.
${content.tables.length} tables with ${rows} rows; ${files} files${unreadable === 0 ? "" : `; ${unreadable} files could not be read, see below`}${held === 0 ? "" : `; ${held} files held back, see below`}.

WHAT IS HERE

dictionary.json         every table and column: its type, what it means, how many rows
                        there are, and what was left out and why
tables/<table>.ndjson   the rows of a table: one JSON object in each line, in the order of
                        the table's key
files.ndjson            every stored file: its SHA-256, its length, and each record that
                        refers to it with the name that it has there
files/<sha256>/<name>   the files themselves, byte for byte as they were given
unreadable-files.ndjson files that are left out because their stored bytes were missing or
                        altered, or the disk did not give them out, each with which of
                        the three it is; empty is good
held-back-files.ndjson  files that are left out because a virus scanner found something in
                        them, and nobody had released them: hash, what was found, when,
                        and each record that refers to them; empty where there are none.
                        Whoever needs one releases it in Tickmark and exports again. A
                        packet that was made before something was found carries its copy
keys/                   the installation's public key (Ed25519), by which what it signs
                        can be checked. Fingerprint:
                        ${publicKey.fingerprint}

HOW TO READ IT

Any program that reads JSON will do; no line depends on another. Instants are ISO 8601 in
UTC. The organization's own time zone is ${organization.timeZone}. Numbers of 64 bits are
written as digits: a reader that holds numbers as floating point loses the last ones above
9007199254740991. Bytes are \\x and hexadecimal digits.

  The names of all controls, with jq:
    jq -r '.title' tables/control_version.ndjson
  Into PostgreSQL, after CREATE TABLE control (row jsonb):
    \\copy control from 'tables/control.ndjson' csv quote e'\\x01' delimiter e'\\x02'

Where to begin: control, control_version and mapping_version say what is done and for which
requirements; evidence_request and evidence what proves it; audit_trail_entry who did what.
Who made, judged or closed something is named by the id of a row of member.

Packets are files like the others: their ZIP and their report are under files/, and each ZIP
is whole in itself.

The ledger: each row of ledger_pending_entry commits to one fact. leaf_hash is the SHA-256
of a zero byte, the salt, and the text of record. ledger_leaf says which place an entry has
in the tree (RFC 6962), ledger_checkpoint holds the signed heads (C2SP checkpoints), and
ledger_key the public keys that sign them.

WHAT IS NOT HERE

Keys and hashes of links, by which somebody could enter or decrypt something; the accounts
of people, which belong to them. dictionary.json names every column that was left out.
Nothing of any other organization.

IS IT WHOLE?

VERIFY.txt, beside the folder that holds this file, says how to check it with sha256sum.
`;
}

/** `VERIFY.txt`: how an outsider checks an export with tools that its maker did not write. */
export function exportVerifyText(): string {
  return `HOW TO CHECK THIS EXPORT

It is a BagIt 1.0 bag (RFC 8493). Nothing of its maker's is needed. Open a terminal in
the folder that holds this file.

1  Was anything changed or removed?

   Linux:    sha256sum --quiet -c manifest-sha256.txt tagmanifest-sha256.txt
   macOS:    shasum -a 256 -c manifest-sha256.txt tagmanifest-sha256.txt

   Nothing is printed, or every line says OK.

2  Was anything added? A checksum does not see an added file. This must print nothing:

   { cut -c67- manifest-sha256.txt tagmanifest-sha256.txt; echo tagmanifest-sha256.txt; } |
     LC_ALL=C sort > /tmp/listed; find . -type f | cut -c3- | LC_ALL=C sort | diff - /tmp/listed

3  Is this the archive that was made? The hash of tagmanifest-sha256.txt stands for all of
   it. Compare it with the one that Tickmark showed beside the download:

   sha256sum tagmanifest-sha256.txt

All of it in one command, for those who have Tickmark:  tickmark verify EXPORT.zip
`;
}
