/** Limits of taking mail, in one place, each with its reason. */
export const INTAKE_LIMITS = {
  /** Connections at once: each may hold one message in memory. */
  connections: 20,
  /** Of one address: mail servers open a few; who opens more lets others wait. */
  connectionsOfAddress: 10,
  /** Connections and messages of one address within a minute, whatever it sends. */
  openedPerMinute: 60,
  messagesPerMinute: 120,
  /** Messages to one source within a minute: an alert storm is some dozens. What is more is told to come later. */
  ofSourcePerMinute: 120,
  /** Addresses that are counted at once; beyond, those that were heard of longest ago are forgotten. */
  counted: 10_000,
  /** Recipients of one message: a tool has one address, somebody's list of tools a few. */
  recipients: 10,
  /** Refused recipients after which a connection ends: who guesses addresses begins anew each time. */
  refusedRecipients: 5,
  /** Messages in one connection: sending servers open another. */
  messagesOfConnection: 50,
  /** Silence, and the whole of a connection: a slow sender of one large message needs minutes. */
  silentMs: 60_000,
  connectionMs: 10 * 60_000,
  /** Bytes of a message beyond its bound that are read and thrown away, so that its sender hears why; then the connection ends. */
  drainedBytes: 128 * 1024 * 1024,
  /** Questions to the DNS about one message, and for how long each and all may take: SPF alone asks twenty. */
  questions: 60,
  questionMs: 5_000,
  questionsMs: 20_000,
  /** Messages that are judged at once; others wait for their turn. */
  atOnce: 4,
} as const;

export type IntakeLimits = Readonly<Record<keyof typeof INTAKE_LIMITS, number>>;
