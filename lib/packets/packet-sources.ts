import { isAppError } from "#lib/platform/errors.ts";
import { measure, reread, type Measure } from "./measure.ts";
import type { OpenBytes, PacketContent, PacketEvidence, PacketOmission, PacketRequest, PacketSegment } from "./packet-content.ts";
import { NameAllocator } from "./safe-names.ts";

/** A source whose bytes were read once and match the hash recorded for them. `path` is relative to the bag. */
export type ReadSource<Source> = { source: Source; path: string; measure: Measure; open: OpenBytes };

/** What could be read, and an omission for everything that could not. `failures` is for the maker's log, not for the packet. */
export type ReadSources = {
  evidence: ReadSource<PacketEvidence>[]; segments: ReadSource<PacketSegment>[];
  omissions: PacketOmission[]; failures: { id: string; error: unknown }[];
};

/**
 * Reads every blob once. One that cannot be read, or whose bytes are not those recorded, is left out and named in an
 * omission for each request that it answers: a packet is never silently smaller than it claims.
 */
export async function readSources(content: PacketContent): Promise<ReadSources> {
  const found: ReadSources = { evidence: [], segments: [], omissions: [], failures: [] };
  const folders = new NameAllocator();
  for (const item of content.evidence) {
    const folder = folders.take(item.id);
    const names = new NameAllocator();
    const path = `data/evidence/${folder}/${names.take(item.fileName, [".meta.json"])}`;
    const read = await readOne(item, path, found);
    if (read) found.evidence.push(read);
    else found.omissions.push(...omit(`Evidence ${item.id}, ${item.title}`, item, content.requests.filter((one) => one.evidenceIds.includes(item.id)), found));
  }
  const logs = new NameAllocator();
  for (const segment of content.segments) {
    const path = `data/logs/${logs.take(`${segment.id}.log${segment.packed === "gzip" ? ".gz" : ""}`, [".meta.json"])}`;
    const read = await readOne(segment, path, found);
    if (read) found.segments.push(read);
    else found.omissions.push(...omit(`Log segment ${segment.id}, ${segment.sourceName}`, segment, content.requests.filter((one) => one.segmentIds.includes(segment.id)), found));
  }
  return found;
}

class WrongBytes extends Error {}

async function readOne<Source extends { id: string; sha256: string; open: OpenBytes }>(
  source: Source, path: string, found: ReadSources,
): Promise<ReadSource<Source> | null> {
  try {
    const first = await measure(source.open);
    if (first.sha256 !== source.sha256.toLowerCase()) throw new WrongBytes(`${source.id}: bytes of ${first.sha256} where ${source.sha256} is recorded`);
    return { source, path, measure: first, open: () => reread(path, first, source.open) };
  } catch (error) {
    found.failures.push({ id: source.id, error });
    return null;
  }
}

/** Why a source could not be read, as far as that is known: lost and altered is not the same as a disk that was away. */
function whyUnread(error: unknown): Pick<PacketOmission, "cause" | "reason"> {
  if (error instanceof WrongBytes) return { cause: "fail", reason: "The stored bytes are not those whose hash was recorded at collection; they are withheld." };
  if (isAppError(error) && error.reason === "blob_missing") return { cause: "fail", reason: "Its file was missing where it is stored when the packet was made." };
  if (isAppError(error) && error.reason === "blob_altered") return { cause: "fail", reason: "Its file was altered where it is stored when the packet was made; what lies there is withheld." };
  return { cause: "could_not_run", reason: "The stored bytes could not be read when the packet was made." };
}

function omit(subject: string, { id, sha256 }: { id: string; sha256: string }, requests: readonly PacketRequest[], found: ReadSources): PacketOmission[] {
  const { cause, reason: why } = whyUnread(found.failures.at(-1)?.error);
  const reason = `${why} Its SHA-256 is ${sha256.toLowerCase()}.`;
  const requestIds = requests.length > 0 ? requests.map((one) => one.id) : [null];
  return requestIds.map((requestId) => ({
    id: requestId === null ? `unread-${id}` : `unread-${id}-${requestId}`, requestId, subject, cause, reason, from: null, to: null,
  }));
}
