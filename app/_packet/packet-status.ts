import { PACKET_STEPS } from "#lib/packets/client.ts";
import type { Status } from "#lib/status/client.ts";

type Facts = { status: "queued" | "running" | "sealed" | "failed"; step: string; progress: number; requests: { met: number; total: number } };

/** The word of the step in which a packet is; "Waiting to start" before the first. */
export function stepWords(step: string): string {
  return PACKET_STEPS.find((one) => one.name === step)?.words ?? "Waiting to start";
}

/** A packet's state in the one status vocabulary. Sealed is good only when it shows every request of the control met. */
export function packetStatus({ status, step, progress, requests }: Facts): { status: Status; word: string } {
  switch (status) {
    case "queued":
      return { status: "not_yet_known", word: "Queued" };
    case "running":
      return { status: "not_yet_known", word: `${stepWords(step)}, ${Math.floor(progress * 100)} %` };
    case "failed":
      return { status: "could_not_run", word: "Could not be made" };
    case "sealed":
      return { status: requests.total > 0 && requests.met === requests.total ? "pass" : "partial", word: `Sealed, ${requests.met} of ${requests.total} met` };
  }
}

/** How many requests of a sealed packet it shows met. */
export function requestsMet(requests: readonly { status: Status }[]): { met: number; total: number } {
  return { met: requests.filter((one) => one.status === "met" || one.status === "due_soon").length, total: requests.length };
}
