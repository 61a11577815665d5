import { z } from "zod";
import { CmsFault } from "#lib/platform/cms/check-cms.ts";
import { REPORT_PATH } from "../bag.ts";
import { LEDGER_FILES } from "../ledger-files.ts";
import { measureBytes } from "../measure.ts";
import { checkLedger, type LedgerFacts } from "./ledger-rules.ts";
import type { Problems } from "./problems.ts";
import { reportSigner, type ReportSigner } from "./report-signature.ts";
import type { BagWishes, ReadBag } from "./verify-bag.ts";

const REQUESTS = "data/requests.json";
const OMISSIONS = "data/omissions.json";

const requestsFile = z.object({
  packet_id: z.string(),
  ledger: z.object({ checkpoint: z.object({ root: z.string(), size: z.number(), note: z.string() }).nullable() }).optional(),
  requests: z.array(z.object({ id: z.string(), title: z.string(), files: z.array(z.string()), omissions: z.array(z.string()) })),
});
const omissionsFile = z.object({ packet_id: z.string(), omissions: z.array(z.object({ id: z.string(), request_id: z.string().nullable() })) });

/** What a packet is beside a bag. */
export type PacketFacts = { packetId: string | null; requests: number | null; omissions: number | null; signer: ReportSigner | null; ledger: LedgerFacts | null };

/** The files that the rules below need to look into. */
export const packetWishes: BagWishes = (bag) => ({
  keep: new Set([REQUESTS, OMISSIONS, REPORT_PATH, ...bag.manifests.flatMap(({ order }) => order.filter((path) => path.startsWith(LEDGER_FILES.folder)))]),
  needles: new Map([[REPORT_PATH, `files-sha256:${digestOf(bag)}`]]),
});

/**
 * The rules of a packet: a report made for these very files, an index of requests, and for each request files that are
 * listed or omissions that are explained.
 */
export function checkPacket(bag: ReadBag, problems: Problems): PacketFacts {
  if (bag.info === null) problems.add("invalid_bag", "bag-info.txt", "is not here; a packet has one");
  else if (!bag.info.has("payload-oxum")) problems.add("wrong_oxum", "bag-info.txt", "has no Payload-Oxum");
  checkReport(bag, problems);
  const requests = parse(REQUESTS, requestsFile, bag, problems);
  const omissions = parse(OMISSIONS, omissionsFile, bag, problems);
  if (requests && omissions) checkCompleteness(requests, omissions, bag, problems);
  return {
    packetId: requests?.packet_id ?? bag.info?.get("external-identifier") ?? null,
    requests: requests?.requests.length ?? null, omissions: omissions?.omissions.length ?? null,
    signer: signerOf(bag, problems), ledger: checkLedger(bag, requests?.ledger?.checkpoint, problems),
  };
}

function signerOf(bag: ReadBag, problems: Problems): ReportSigner | null {
  const report = bag.files.get(REPORT_PATH)?.content;
  try {
    return report ? reportSigner(report) : null;
  } catch (error) {
    if (!(error instanceof CmsFault)) throw error;
    problems.add("signature", REPORT_PATH, `its signature cannot be relied on: ${error.message}`);
    return null;
  }
}

function checkReport(bag: ReadBag, problems: Problems): void {
  const digest = digestOf(bag);
  const claimed = bag.info?.get("files-digest-sha256")?.trim();
  if (claimed !== digest) problems.add("other_report", "bag-info.txt", `Files-Digest-SHA256 is ${claimed ?? "not given"}, the manifest gives ${digest}`);
  const report = bag.files.get(REPORT_PATH);
  if (report && !report.found) problems.add("other_report", REPORT_PATH, "the report does not name the digest of these files: it was made for others");
}

function checkCompleteness(requests: z.infer<typeof requestsFile>, omissions: z.infer<typeof omissionsFile>, bag: ReadBag, problems: Problems): void {
  if (requests.packet_id !== omissions.packet_id) problems.add("incomplete", OMISSIONS, "belongs to another packet than requests.json");
  const listed = bag.manifests.find((one) => one.algorithm === "sha256")?.expected;
  const explained = new Map(omissions.omissions.map((one) => [one.id, one.request_id]));
  for (const request of requests.requests) {
    const named = `request ${request.id}, ${request.title}`;
    if (request.files.length === 0 && request.omissions.length === 0) problems.add("incomplete", REQUESTS, `${named}: resolves to neither a file nor an omission`);
    for (const file of request.files) {
      if (!listed?.has(file) || !bag.files.has(file)) problems.add("incomplete", file, `${named}: names a file that is not here`);
    }
    for (const id of request.omissions) {
      if (explained.get(id) !== request.id) problems.add("incomplete", OMISSIONS, `${named}: names omission ${id}, which is not there for it`);
    }
  }
}

function parse<Shape extends z.ZodType>(path: string, shape: Shape, bag: ReadBag, problems: Problems): z.infer<Shape> | null {
  const content = bag.files.get(path)?.content;
  if (!content) {
    problems.add("incomplete", path, "is not here; without it nobody can tell what the packet should hold");
    return null;
  }
  try {
    const parsed = shape.safeParse(JSON.parse(content.toString("utf8")));
    if (parsed.success) return parsed.data;
    problems.add("incomplete", path, `cannot be understood: ${parsed.error.issues[0]?.path.join(".") ?? ""} ${parsed.error.issues[0]?.message ?? ""}`);
  } catch (error) {
    problems.add("incomplete", path, `is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return null;
}

/** The same sum as `grep -v ' data/report.pdf$' manifest-sha256.txt | sha256sum` on a manifest in canonical form. */
function digestOf(bag: Pick<ReadBag, "manifests">): string {
  const manifest = bag.manifests.find((one) => one.algorithm === "sha256");
  if (!manifest) return "";
  const lines = manifest.order.filter((path) => path !== REPORT_PATH).map((path) => `${manifest.expected.get(path) ?? ""}  ${path.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")}\n`);
  return measureBytes(Buffer.from(lines.join(""), "utf8")).sha256;
}
