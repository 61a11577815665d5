import { PACKET_STEPS } from "#lib/packets/client.ts";
import type { Status } from "#lib/status/client.ts";

type Facts = { status: "queued" | "running" | "sealed" | "failed"; step: string; progress: number; omissions: number };

/** The word of the step in which a packet is; "Waiting to start" before the first. */
export function stepWords(step: string): string {
  return PACKET_STEPS.find((one) => one.name === step)?.words ?? "Waiting to start";
}

/** A packet's state in the one status vocabulary. Sealed is good only when nothing is named as missing. */
export function packetStatus({ status, step, progress, omissions }: Facts): { status: Status; word: string } {
  switch (status) {
    case "queued":
      return { status: "not_yet_known", word: "Queued" };
    case "running":
      return { status: "not_yet_known", word: `${stepWords(step)}, ${Math.floor(progress * 100)} %` };
    case "failed":
      return { status: "could_not_run", word: "Could not be made" };
    case "sealed":
      return omissions > 0 ? { status: "partial", word: `Sealed, ${omissions} ${omissions === 1 ? "omission" : "omissions"}` } : { status: "pass", word: "Sealed" };
  }
}
