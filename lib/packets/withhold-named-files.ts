import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { blobFault } from "#lib/platform/blob-store/index.ts";
import type { OpenBytes, PacketContent, PacketOmission } from "./packet-content.ts";
import { NameSearch } from "./pseudonyms.ts";

/** Characters that are looked at again with the next piece: more than any name and address have. */
const OVERLAP = 1_000;

type Looked = "free" | "names" | "not_text";

/**
 * A packet that tells people by pseudonyms carries files as they were sent, or not at all: one in which a name was found is left out,
 * and so is one that cannot be searched as text. Each is named as an omission with its hash, so that whoever needs it can ask.
 */
export async function withholdNamedFiles(content: PacketContent): Promise<PacketContent> {
  if (content.people === undefined) return content;
  const search = new NameSearch(content.people);
  const withheld = new Map<string, Looked>();
  for (const { id, open } of content.evidence) withheld.set(`evidence ${id}`, await lookAt(open, false, search));
  for (const { id, open, packed } of content.segments) withheld.set(`segment ${id}`, await lookAt(open, packed === "gzip", search));
  const isFree = (kind: "evidence" | "segment", id: string): boolean => withheld.get(`${kind} ${id}`) === "free";
  const omissions = [
    ...content.evidence.filter((one) => !isFree("evidence", one.id)).flatMap((one) => omit(`Evidence ${one.id}, ${one.title}`, one, withheld.get(`evidence ${one.id}`) === "names", content.requests.filter((request) => request.evidenceIds.includes(one.id)).map((request) => request.id))),
    ...content.segments.filter((one) => !isFree("segment", one.id)).flatMap((one) => omit(`Log segment ${one.id}, ${one.sourceName}`, one, withheld.get(`segment ${one.id}`) === "names", content.requests.filter((request) => request.segmentIds.includes(one.id)).map((request) => request.id))),
  ];
  return {
    ...content,
    evidence: content.evidence.filter((one) => isFree("evidence", one.id)),
    segments: content.segments.filter((one) => isFree("segment", one.id)),
    requests: content.requests.map((request) => ({ ...request, evidenceIds: request.evidenceIds.filter((id) => isFree("evidence", id)), segmentIds: request.segmentIds.filter((id) => isFree("segment", id)) })),
    omissions: [...content.omissions, ...omissions],
  };
}

function omit(subject: string, { id, sha256 }: { id: string; sha256: string }, named: boolean, requestIds: readonly string[]): PacketOmission[] {
  const reason = `${named ? "It holds names or addresses of people" : "It cannot be searched for names of people"}, and this packet tells people by role and pseudonym. Its SHA-256 is ${sha256}: ask for it, or for a redacted version.`;
  return (requestIds.length === 0 ? [null] : requestIds).map((requestId) => ({ id: `names-${id}${requestId === null ? "" : `-${requestId}`}`, requestId, subject, cause: "denied", reason, from: null, to: null }));
}

async function lookAt(open: OpenBytes, packed: boolean, search: NameSearch): Promise<Looked> {
  const bytes: AsyncIterable<Uint8Array> = packed ? Readable.from(open()).pipe(createGunzip()) : open();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let kept = "";
  try {
    for await (const chunk of bytes) {
      const text = kept + decoder.decode(chunk, { stream: true });
      if (text.includes("\0") || text.startsWith("%PDF-")) return "not_text";
      if (search.has(text)) return "names";
      kept = text.slice(-OVERLAP);
    }
    return search.has(kept + decoder.decode()) ? "names" : "free";
  } catch (error) {
    // What is no UTF-8 may spell a name in a way that is not found.
    if (error instanceof TypeError) return "not_text";
    // What is missing, altered or unreadable where it is stored gives out nothing: whoever reads it for the packet names it with that reason.
    if (blobFault(error) !== null) return "free";
    throw error;
  }
}
