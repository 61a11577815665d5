/** Who did something, and in whose stead: "Ada Berg for Mara Lind". */
export function inStead(by: string, insteadOf: readonly string[]): string {
  return insteadOf.length === 0 ? by : `${by} for ${insteadOf.join(" and ")}`;
}
