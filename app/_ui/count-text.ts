import { COUNT_BOUND } from "#lib/platform/count-bound.ts";
import { numberText } from "./region-now.ts";

/** A count on screen: "1,000+" where it was not counted further. */
export function countText(count: number): string {
  return count > COUNT_BOUND ? `${numberText(COUNT_BOUND)}+` : numberText(count);
}
