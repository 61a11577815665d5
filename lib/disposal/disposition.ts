/** What becomes of evidence whose time is over: proposed by Tickmark, kept longer or approved by a person, disposed of. */
export const DISPOSITION_STATES = ["proposed", "approved", "kept", "disposed"] as const;
export type DispositionState = (typeof DISPOSITION_STATES)[number];

export const DISPOSITION_WORDS: Readonly<Record<DispositionState, string>> = { proposed: "To decide", approved: "Being destroyed", kept: "Kept longer", disposed: "Disposed of" };
