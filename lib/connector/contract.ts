import type { Gap } from "./completeness.ts";
import type { Delivery, OpenedMessage, Resolve } from "./delivery.ts";
import type { Manifest } from "./manifest.ts";
import type { Row, RowKind } from "./rows.ts";

// The whole of what a vendor's folder and the product know of each other. A connector asks and reads; storing, retrying,
// scheduling, judging completeness and showing are the product's, once for all connectors.

/** JSON as vendors answer with it, and as rows and cursors are stored. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What was typed into fields, by their names; fields of many lines hold them with line ends between. */
export type Values = Readonly<Record<string, string>>;

export type OutgoingRequest = {
  url: string;
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /**
   * Whether asking twice is the same as asking once. Said of a POST that only reads; GET and HEAD always are.
   * What is not repeatable is sent once, whatever becomes of it.
   */
  repeatable?: boolean;
};

/** An answer whole, of whatever status. Redirects are answers: nobody follows them. */
export type Incoming = { status: number; headers: Headers; bytes: Uint8Array };

/**
 * Asks the vendor: waits and asks again where that may help, records what was sent and what came, and stays within the
 * run's budget.
 *
 * @returns the answer of any status but those that were worth another try
 * @throws CollectionFailure unreachable, rate_limited, budget_spent, skewed
 */
export type Ask = (request: OutgoingRequest) => Promise<Incoming>;

/** A connection as its connector sees it. */
export type Session = {
  settings: Values;
  credential: { strategy: string; values: Values };
  ask: Ask;
  /** By our clock. */
  now(): Date;
};

/** Whom the vendor takes us for: part of every IPE record. */
export type Identity = {
  /** Such as an ARN, an account id with its site, an installation. */
  id: string;
  name: string;
  /** What the answers are limited to, such as an account, an organisation or a site. */
  tenant: string;
};

/** What one permission turned out to be when it was tried. `unknown` is never good. */
export type PermissionFound = {
  permission: string;
  state: "granted" | "missing" | "disabled" | "unknown";
  /** In plain words what was seen, and what is missing for it. */
  says: string;
  /** Ids of the collectors that need it. */
  needed: readonly string[];
};

/** One answer of the vendor, decoded and redacted: what is stored, hashed and read again. */
export type Answer = {
  /** As the vendor's documentation calls it: `GET /repos/{owner}/{repo}/issues`, `cloudtrail:DescribeTrails`. */
  operation: string;
  /** What was asked for, normalised: nothing secret. */
  parameters: Json;
  /** The account, region, repository or project that was asked; null when there is but one. */
  scope: string | null;
  body: Json;
  /** How many things the vendor counts in it. */
  items: number;
};

/** What was asked between two commits. */
export type Page = {
  answers: readonly Answer[];
  /** Where a run that is cut off after this page goes on; null when it begins anew. */
  resume: Json | null;
};

/** What a run that came to its end says of it. */
export type Ended = {
  /** Where the next incremental run begins (with its overlap), whole or part by part (`cursorOfParts`); null when there is no such thing. */
  cursor: Json | null;
  /** What the vendor said how many there are. Only an exact count is held against what came. */
  announced: { kind: RowKind; total: number; exact: boolean } | null;
  /** The same counted on another route, such as another operation. */
  secondRoute: { kind: RowKind; total: number; exact: boolean; route: string } | null;
};

export type Run = Session & {
  /** `full` asks for everything that exists; only after a complete full listing is what is absent gone. */
  listing: "full" | "incremental";
  /** What the last complete run ended with; of parts each, what the last run ended with that was complete of it. */
  cursor: Json | null;
  /** What the last committed page of this run said, when it was cut off. */
  resume: Json | null;
  /** The part of time that is asked for, half-open; from null: since ever. */
  window: { from: Date | null; until: Date };
  /** Says what is not in what was collected, and why: the run goes on, and is partial. */
  gap(gap: Gap): void;
};

export type Unreadable = {
  /** Where in the body: a JSON pointer (RFC 6901). */
  at: string;
  says: string;
};

export type Transformed = { rows: readonly Row[]; unreadable: readonly Unreadable[] };

export type Collector = {
  id: string;
  name: string;
  /** One sentence: what it collects, and what for. */
  explains: string;
  yields: readonly RowKind[];
  everyHours: number;
  /** After how many days everything is asked for again; 0: each run asks for everything. */
  fullEveryDays: number;
  /** The vendor forgets what is old: what is absent from a full listing is then not gone. */
  forgets?: true;
  /**
   * Asks page by page. Cursors overlap (`>=`): the same row twice is one row, a row between two runs is in neither.
   *
   * @throws CollectionFailure what makes going on useless
   */
  collect(run: Run): AsyncGenerator<Page, Ended, void>;
  /** Rows of one stored answer. Pure: the same answer gives the same rows at any time. */
  transform(answer: Answer): Transformed;
};

/** Takes what comes to an address that a connection has for itself. */
export type Receiver = {
  /** An address at our own mail domain that nobody guesses; made once for each connection. */
  newAddress(domain: string): string;
  /**
   * Judges a message: the answer holds what it says and what became of each check, and not its text.
   *
   * @throws CollectionFailure malformed, for what is not taken
   */
  receive(delivery: Delivery, session: Pick<Session, "settings">, resolve: Resolve): Promise<Answer>;
  /** Rows of one stored answer. Pure. */
  transform(answer: Answer): Transformed;
  /** Takes a message apart, within bounds: the same bytes give the same parts. */
  open(bytes: Uint8Array): Promise<OpenedMessage>;
};

export type Connector = {
  manifest: Manifest;
  collectors: readonly Collector[];
  /** For the capability `receive`: what comes by itself. It is stored and transformed as answers are. */
  receiver?: Receiver;
  /** @throws CollectionFailure credential_refused, denied, unreachable, malformed */
  identify(session: Session): Promise<Identity>;
  /** Tries each permission with a question that changes nothing. */
  probe(session: Session): Promise<readonly PermissionFound[]>;
};
