import { formatDays } from "#app/_ui/format-time.ts";
import { localDate } from "#lib/evidence/client.ts";
import type { HoldView } from "#lib/leaving/index.ts";

/** What a hold on no single evidence holds, in words. */
export function holdWords({ controlCodes, coversFrom, coversUntil }: HoldView, zone: string): string {
  const period = coversFrom === null || coversUntil === null ? "" : ` that speaks for a time in ${formatDays(localDate(coversFrom, zone), localDate(new Date(coversUntil.getTime() - 1), zone))}`;
  if (controlCodes.length > 0) return `Evidence of ${controlCodes.join(", ")}${period}, also what comes later`;
  return period === "" ? "Everything" : `Evidence${period}, also what comes later`;
}
