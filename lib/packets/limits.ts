/** Limits of packets, in one place, each with its reason. */
export const PACKET_LIMITS = {
  /** Bytes of one file name: path components of 255 bytes are common, and `.meta.json` and the folders above need room under Windows' 260. */
  fileNameBytes: 96,
  /** Rows of the alerts table in the report: eight pages. The population file holds all of them. */
  reportAlerts: 200,
  /** Evidence items, segments, incidents and omissions in the report; the index files hold all of them. */
  reportEvidence: 500,
  reportSegments: 300,
  reportIncidents: 200,
  reportFindings: 200,
  reportOmissions: 300,
  /** Incidents and findings whose timeline is printed, and entries of each. */
  reportTimelines: 40,
  reportTimelineEntries: 60,
  /** Characters of one text in the report: about a page. */
  reportTextChars: 6_000,
  /** Files in a packet that is made, and entries in one that is verified: the index is held in memory. */
  files: 200_000,
  /** Bytes of a manifest or other index that the verifier parses in memory. */
  indexBytes: 64 * 1024 * 1024,
  /** Bytes that the verifier reads in all: above this a packet is refused rather than left to run for hours. */
  verifyBytes: 2 * 1024 ** 4,
  /** Problems of one kind that a verification keeps; the count goes on. */
  problemsKept: 1_000,
  /** Alerts and incidents of one packet: both are read in one transaction of 10 s, and an auditor samples from far fewer. */
  alerts: 50_000,
  incidents: 10_000,
  /** Findings that ever touched the control of one packet: each is replayed from its events in that transaction. */
  findings: 10_000,
  /** Days of a period: three years, the cycle of a certification. */
  periodDays: 1_100,
  /** Recipients of a schedule or of one sending: a distribution list belongs into the mail system. */
  recipients: 50,
  /** Recipients that one packet ever has. */
  deliveries: 500,
  /** Downloads that a packet's page shows; the audit trail has all of them. */
  accessesShown: 200,
  /** Schedules of one organization: each makes packets for years. */
  schedules: 200,
  /** Bytes of what was read for a packet: fifty thousand alerts with reasons of pages each. */
  snapshotBytes: 1024 ** 3,
  /** Characters of a path or a name inside a packet, and of a sentence about it: far beyond what its own rules make. */
  recordedName: 1_000,
  recordedText: 20_000,
  /** Bytes of one packet: what a file system and an auditor's disk can take. */
  packetBytes: 64 * 1024 ** 3,
} as const;
