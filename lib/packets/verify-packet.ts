import { stat } from "node:fs/promises";
import { BAG_KIND } from "./bag.ts";
import { directoryEntries } from "./verify/directory-entries.ts";
import { checkExport, exportWishes } from "./verify/export-rules.ts";
import { checkPacket, packetWishes } from "./verify/packet-rules.ts";
import type { LedgerFacts } from "./verify/ledger-rules.ts";
import { UnreadablePacket } from "./verify/packet-entry.ts";
import { Problems, type Problem, type ProblemKind } from "./verify/problems.ts";
import type { ReportSigner } from "./verify/report-signature.ts";
import { verifyBag, type ReadBag } from "./verify/verify-bag.ts";
import { zipEntries } from "./verify/zip-entries.ts";
import { fileSource, rangeSource } from "./verify/zip-source.ts";

export type { Problem, ProblemKind };

/** The result of a verification. `intact` claims nothing about who made the packet, or when. */
export type PacketVerification =
  | { outcome: "unreadable"; reason: string }
  | {
      outcome: "intact" | "not_intact";
      /** What the bag says that it is: a packet, or an export of a whole organization, which has neither report nor requests. */
      kind: "packet" | "export";
      packetId: string | null; files: number; bytes: number;
      /** SHA-256 of `tagmanifest-sha256.txt`, to compare with the value that the maker gave by another way. */
      tagManifestSha256: string | null;
      /** Null when the index cannot be read. */
      requests: number | null; omissions: number | null;
      /** Whose certificate signed the report; null when it is not signed, or the signature does not hold. */
      signer: ReportSigner | null;
      /** What the ledger's proofs show of each evidence; null when there are none in it. */
      ledger: LedgerFacts | null;
      /** Files under `signatures/`; they are not judged here. */
      signatures: number;
      /** At most a thousand of each kind; `counts` has all. Paths may be hostile. */
      problems: Problem[]; counts: Partial<Record<ProblemKind, number>>;
    };

/**
 * Verifies a packet, as a ZIP or unpacked, without unpacking or writing anything: BagIt manifests, nothing extra, safe
 * names, canonical order, the report's digest, and that every request resolves to a file or an omission. Streams.
 */
export function verifyPacket(path: string): Promise<PacketVerification> {
  return verify((problems) => entriesOf(path, problems));
}

/** The same for a ZIP that is no file: `readFrom` gives its bytes from any of them on, as a blob store does. */
export function verifyStoredPacket(readFrom: (from: number) => AsyncIterable<Uint8Array>, byteLength: number): Promise<PacketVerification> {
  return verify((problems) => zipEntries(rangeSource(readFrom, byteLength), problems));
}

async function verify(list: (problems: Problems) => ReturnType<typeof zipEntries>): Promise<PacketVerification> {
  const problems = new Problems();
  try {
    const found = await list(problems);
    try {
      const kindOf = ({ info }: Pick<ReadBag, "info">): "packet" | "export" => (info?.get(BAG_KIND.toLowerCase()) === "export" ? "export" : "packet");
      const bag = await verifyBag(found, problems, (read) => (kindOf(read) === "export" ? exportWishes : packetWishes)(read));
      const kind = kindOf(bag);
      if (kind === "export") checkExport(bag, problems);
      const facts = kind === "packet" ? checkPacket(bag, problems) : { packetId: bag.info?.get("external-identifier") ?? null, requests: null, omissions: null, signer: null, ledger: null };
      return {
        outcome: problems.none ? "intact" : "not_intact", kind, ...facts, files: bag.files.size, bytes: bag.bytes,
        tagManifestSha256: bag.files.get("tagmanifest-sha256.txt")?.sha256 ?? null,
        signatures: bag.signatures.length, problems: problems.kept, counts: problems.counts,
      };
    } finally {
      await found.close();
    }
  } catch (error) {
    if (error instanceof UnreadablePacket) return { outcome: "unreadable", reason: error.message };
    throw error;
  }
}

async function entriesOf(path: string, problems: Problems): ReturnType<typeof zipEntries> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (error) {
    throw new UnreadablePacket(error instanceof Error ? error.message : String(error));
  }
  return isFolder ? directoryEntries(path, problems) : zipEntries(fileSource(path), problems);
}
