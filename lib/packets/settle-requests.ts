import { statusFacts } from "#lib/status/index.ts";
import type { PacketContent, PacketOmission, PacketRequest } from "./packet-content.ts";
import { PacketError } from "./packet-error.ts";
import type { ReadSources } from "./packet-sources.ts";

/** A request with the files of the bag that answer it and the omissions that speak of it; never both empty. */
export type SettledRequest = PacketRequest & { files: string[]; omissionIds: string[] };

/**
 * Resolves each request to files and omissions. A request that resolves to neither gets an omission, and none stays
 * `met` when nothing in the packet shows it or something that should is missing.
 * @throws PacketError `invalid_content` for a doubled id, or a request that names evidence the content does not have
 */
export function settleRequests(content: PacketContent, sources: ReadSources): { requests: SettledRequest[]; omissions: PacketOmission[] } {
  refuseContradictions(content);
  const omissions = [...content.omissions, ...sources.omissions];
  const evidence = new Map(sources.evidence.map((one) => [one.source.id, one.path]));
  const segments = new Map(sources.segments.map((one) => [one.source.id, one.path]));
  const requests = content.requests.map((request): SettledRequest => {
    const files = [
      ...request.evidenceIds.flatMap((id) => evidence.get(id) ?? []),
      ...request.segmentIds.flatMap((id) => segments.get(id) ?? []),
      ...request.populations.map((name) => `data/populations/${name}.jsonl`),
    ];
    if (files.length === 0 && !omissions.some((one) => one.requestId === request.id)) {
      omissions.push({
        id: `unanswered-${request.id}`, requestId: request.id, subject: `Request ${request.number}, ${request.title}`,
        cause: "never_collected", reason: "Nothing that answers this request was collected.", from: null, to: null,
      });
    }
    const lost = [...content.omissions, ...sources.omissions].some((one) => one.requestId === request.id);
    return { ...request, ...honestStatus(request, files.length, lost), files, omissionIds: omissions.filter((one) => one.requestId === request.id).map((one) => one.id) };
  });
  refuseDoubled("omission", omissions.map((one) => one.id));
  return { requests, omissions };
}

function honestStatus(request: PacketRequest, files: number, lost: boolean): Pick<PacketRequest, "status" | "because"> {
  const claimed = statusFacts(request.status).isGood || request.status === "due_soon";
  if (!claimed) return { status: request.status, because: request.because };
  if (files === 0) return { status: "not_yet_known", because: "No file in this packet answers it." };
  if (lost) return { status: "partial", because: "Evidence that answers it could not be put into the packet." };
  if (request.gaps.length > 0) return { status: "partial", because: request.because || "The period has gaps." };
  return { status: request.status, because: request.because };
}

function refuseContradictions(content: PacketContent): void {
  refuseDoubled("request", content.requests.map((one) => one.id));
  refuseDoubled("evidence", content.evidence.map((one) => one.id));
  refuseDoubled("segment", content.segments.map((one) => one.id));
  const evidence = new Set(content.evidence.map((one) => one.id));
  const segments = new Set(content.segments.map((one) => one.id));
  const requests = new Set(content.requests.map((one) => one.id));
  for (const request of content.requests) {
    const unknown = [...request.evidenceIds.filter((id) => !evidence.has(id)), ...request.segmentIds.filter((id) => !segments.has(id))];
    if (unknown.length > 0) throw new PacketError("invalid_content", `request ${request.id} names ${unknown.join(", ")}, which the content does not have`);
  }
  for (const omission of content.omissions) {
    if (omission.requestId !== null && !requests.has(omission.requestId)) throw new PacketError("invalid_content", `omission ${omission.id} names request ${omission.requestId}, which the content does not have`);
  }
}

function refuseDoubled(what: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  const doubled = ids.find((id) => seen.size === seen.add(id).size);
  if (doubled !== undefined) throw new PacketError("invalid_content", `two entries of kind ${what} have the id ${doubled}`);
}
