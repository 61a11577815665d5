import type { TestStep } from "#lib/controls/client.ts";
import type { CoverageCause, PeriodCoverage } from "#lib/evidence/client.ts";
import type { Pseudonym } from "./pseudonyms.ts";
import type { Status } from "#lib/status/index.ts";

/** Opens the bytes from the start; called more than once, so it must give the same bytes each time. */
export type OpenBytes = () => AsyncIterable<Uint8Array>;

/** Opens the rows from the first; called more than once, so it must give the same rows in the same order each time. */
export type OpenRows<Row> = () => AsyncIterable<Row> | Iterable<Row>;

/** Everything that goes into one packet: plain data, assembled elsewhere; nothing in it is read from a clock or a database. */
export type PacketContent = {
  /** Short and unique, `pkt-…`; part of file names and of every page. */
  packetId: string;
  /** The packet's only clock: every date inside the files comes from it, so equal content gives equal bytes. */
  madeAt: Date;
  requestedBy: string;
  /** "Interim, for the auditor of SOC 2 Type II"; null when the packet was made for no engagement. */
  purpose: string | null;
  organizationName: string;
  /** Demo data is labelled on every page and in every index. */
  demo: boolean;
  /** "Tickmark 0.1.0" */
  software: string;
  control: PacketControl;
  period: PacketPeriod;
  requests: readonly PacketRequest[];
  evidence: readonly PacketEvidence[];
  segments: readonly PacketSegment[];
  alerts: PacketPopulation<PacketAlert>;
  incidents: PacketPopulation<PacketIncident>;
  findings: PacketPopulation<PacketFinding>;
  coverage: PeriodCoverage;
  ledger: PacketLedgerNote;
  omissions: readonly PacketOmission[];
  /** Set where people are told by role and pseudonym: who is told how. Never written into the packet. */
  people?: readonly Pseudonym[];
};

/** First and last day inclusive, in the zone. */
export type PacketPeriod = { firstDay: string; lastDay: string; timeZone: string };

export type PacketControl = {
  code: string; title: string; statement: string; owner: string; processOwners: readonly string[];
  scope: string; guidance: string; operates: string; mappings: readonly PacketMapping[];
  /** Null while it holds; else the first day on which it did not, and why. */
  retired: { day: string; reason: string } | null;
  /** How the control is tested, as the version in force says it. Both empty where it is one text, or not said. */
  designTest: readonly TestStep[]; operatingTest: readonly TestStep[];
  /** Who looked at what it says and maps to: that nobody else did is always said. Absent where it never went through an approval. */
  approval?: string;
};

export type PacketMapping = {
  /** "SOC 2", its edition, and how the framework calls its items ("criterion"). */
  framework: string; edition: string; label: string;
  requirement: string; title: string; kind: "satisfies" | "contributes"; rationale: string;
};

export type PacketRequest = {
  id: string; number: number; title: string; asksFor: string; status: Status;
  /** Why the status is what it is, in one sentence; empty when there is nothing to say. */
  because: string;
  gaps: readonly PacketGap[];
  /** Ids of `PacketContent.evidence` and `PacketContent.segments` that answer it, and populations that do. */
  evidenceIds: readonly string[];
  segmentIds: readonly string[];
  populations: readonly PopulationName[];
};

export type PacketGap = { from: Date; to: Date; cause: CoverageCause; what: string };

export type PacketEvidence = {
  id: string; title: string; sourceKind: string; sourceName: string; collectedAt: Date; collectedBy: string;
  /** The period that it speaks of, half-open; null when it is not known. */
  covers: { from: Date; to: Date } | null;
  fileName: string; mediaType: string;
  /** SHA-256 in lower-case hex, as recorded when it was collected; the packet refuses other bytes. */
  sha256: string;
  /** Whether names in it were told by pseudonyms; its hash is of the text as it stands here. */
  namesReplaced?: true;
  /** Set where something was taken out of the file: what, when, and the commitment to the original. */
  redacted?: { removed: string; at: Date; commitment: string };
  /** The collections that a check rested on, each with its own record (IPE); null where that is not there any more. */
  restsOn?: PacketCollection[];
  open: OpenBytes;
};

export type PacketCollection = {
  /** COL-7: the name of its file. */
  name: string;
  collector: string; completeness: string; rows: number | null;
  /** As the check's record tells it; of the text as it stands here where no name in it was replaced. */
  sha256: string | null;
  record: string | null;
  namesReplaced?: true;
};

export type PacketSegment = {
  id: string; sourceName: string; from: Date; to: Date;
  /** Lines of the raw bytes, split by what the parser made of them. */
  parsedLines: number; unparsedLines: number;
  /** How the bytes were packed when they were received; they stay as they were. */
  packed: "gzip" | null;
  sha256: string; open: OpenBytes;
};

export type PopulationName = "alerts" | "incidents" | "findings";

export type PacketPopulation<Row> = { rows: OpenRows<Row>; ipe: PopulationRecord };

/**
 * How a population was produced (information produced by the entity): what an auditor needs to judge accuracy and
 * completeness. `null` means not known, and is printed as that.
 */
export type PopulationRecord = {
  sourceSystem: string; environment: string | null; tenant: string | null;
  query: string; filters: string | null; apiVersion: string | null;
  extractionStart: Date; extractionEnd: Date; clockSource: string | null; account: string | null;
  pages: number | null; rowsPerPage: number | null;
  /** Total that the source announced, and rows received from it. */
  announced: number | null; received: number;
  firstRecord: string | null; lastRecord: string | null;
  /** Numbers or times missing from the sequence; null when the sequence was not tested. */
  sequenceGaps: readonly string[] | null;
  exclusions: readonly { reason: string; count: number }[];
  controlTotals: Readonly<Record<string, number>>;
  secondCount: { method: string; count: number } | null;
  collectorVersion: string | null; rawSha256: string | null;
};

export type PacketAlert = {
  id: string; occurredAt: Date; title: string; severity: string; origin: string; rule: string | null;
  resource: string | null; state: string; verdict: string | null; verdictBy: string | null; verdictAt: Date | null;
  incidentId: string | null; note: string | null;
};

/** The timed chain that shows a detection working: null is a step that has not happened or has no record. */
export type IncidentChain = {
  event: Date | null; alert: Date | null; received: Date | null; ticket: Date | null; contained: Date | null; resolved: Date | null;
};

export type PacketIncident = {
  id: string; title: string; severity: string; state: string; openedAt: Date; ticketKey: string | null;
  /** Restricted: counted and timed, but title, ticket and timeline are withheld from every file. */
  withheld: boolean;
  chain: IncidentChain;
  timeline: readonly { at: Date; who: string; what: string }[];
  /** What it was resolved with; null while it is not. */
  cause: string | null;
  /** A line under the chain ("One mail bounced (550); the pager delivered it."), or null. */
  remark: string | null;
};

/** Where a finding stood at the end of the period; `accepted` is a gap that stays, with somebody's consent, until a day. */
export type FindingPlace = "open" | "accepted" | "closed" | "withdrawn";

/** A gap that stood against the control in the period. */
export type PacketFinding = {
  id: string; title: string; severity: string; description: string;
  /** "Missed occurrence", and the name of what it was raised from. */
  source: string; sourceName: string;
  raisedAt: Date; raisedBy: string; owner: string | null;
  /** At the end of the period, or when the packet was made if that was earlier: in words, by the calendar of that day. */
  place: FindingPlace; state: string; late: boolean; dueOn: string;
  /** The last day on which an accepted risk holds, and who accepted it. */
  acceptedUntil: string | null; acceptedBy: string | null;
  /** When it was closed, withdrawn or its risk accepted. */
  settledAt: Date | null;
  /** Its state when the packet was made, where that is another. */
  stateSince: string | null;
  /** Codes of the controls that this packet may name, and whether it touches others too. */
  controls: readonly string[]; otherControls: boolean;
  requirements: readonly string[];
  timeline: readonly { at: Date; who: string; what: string }[];
};

export type PacketLedgerNote = {
  /** Entries of this packet's facts that no checkpoint commits to yet. */
  pendingEntryIds: readonly string[];
  /**
   * The newest signed head of the ledger when the packet was made; `note` is the checkpoint as it was signed, `at` when, by the
   * organization's clock, `stamp` what an authority attested of it (RFC 3161), in base64.
   */
  checkpoint: { root: string; size: number; note: string; at?: Date; stamp?: string | null } | null;
  /** Absent in what was read before packets carried proofs. */
  proofs?: PacketProofs;
};

/** What the ledger shows of this packet's evidence, to be judged without it. */
export type PacketProofs = {
  /** The public keys that sign checkpoints, one line each, the newest first. */
  keys: readonly string[];
  /** Where recorded times go back from one entry to the next: the machine's clock was set back. */
  clockSteps: readonly { index: number; before: Date; after: Date }[];
  entries: readonly PacketProof[];
};

export const PROOF_KINDS = ["evidence", "evidence.redacted", "evidence_review"] as const;

/**
 * `waiting`: no checkpoint covers the entry yet. `refused`: the ledger did not lead from it to what was signed. `differs`: it
 * commits to another file than the one that is carried, or to other words about it or its review.
 */
export const PROOF_STATES = ["proven", "waiting", "refused", "differs"] as const;
export type ProofState = (typeof PROOF_STATES)[number];

/** To what a record commits: the very file, a log under data/logs, a rule with all that it builds on, a review; `place`: it stays closed. */
export const PROOF_SHOWS = ["file", "log", "rule", "review", "place"] as const;

/** An entry of the ledger about an evidence of this packet. */
export type PacketProof = {
  evidenceId: string; kind: (typeof PROOF_KINDS)[number]; recordedAt: Date;
  /** SHA-256 of its leaf, hexadecimal. */
  leafHash: string;
  index: number | null; state: ProofState;
  /** c2sp.org/tlog-proof; null unless proven. */
  proof: string | null;
  shows: (typeof PROOF_SHOWS)[number];
  /** Why salt and record are not told; null where they are. */
  closed: "redacted" | "pseudonyms" | null;
};

export type PacketOmission = {
  /** Unique in the packet. */
  id: string; requestId: string | null; subject: string; cause: CoverageCause; reason: string;
  from: Date | null; to: Date | null;
};
