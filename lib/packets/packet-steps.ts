/** The steps in which a packet is made, in order, with the share of the work that lies before each. */
export const PACKET_STEPS = [
  { name: "collect", words: "Collect what is known", from: 0 },
  { name: "read", words: "Read evidence and logs", from: 0.05 },
  { name: "report", words: "Write the report", from: 0.4 },
  { name: "seal", words: "Seal the files", from: 0.5 },
  { name: "verify", words: "Verify what was stored", from: 0.8 },
] as const;

export type PacketStep = (typeof PACKET_STEPS)[number]["name"];

/** The share of the whole that is done when a step is done by `share`, both from 0 to 1. */
export function shareOf(step: PacketStep, share: number): number {
  const index = PACKET_STEPS.findIndex((one) => one.name === step);
  const from = PACKET_STEPS[index]!.from;
  const until = PACKET_STEPS[index + 1]?.from ?? 1;
  return from + (until - from) * Math.min(1, Math.max(0, share));
}
