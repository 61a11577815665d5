import { z } from "zod";
import { notFound } from "#lib/platform/errors.ts";
import { shippedChecks, type ShippedCheck } from "./read-checks.ts";

export const checkInput = z.string().min(1).max(64).regex(/^[a-z0-9]+(-[a-z0-9]+)+$/, "This is no name of a check.");

/** @throws AppError not_found for a check that this version does not have */
export async function requireShipped(checkId: string): Promise<ShippedCheck> {
  const found = (await shippedChecks()).get(checkId);
  if (found === undefined) throw notFound("check");
  return found;
}

/** The check's own values, with those that the organization set; values of parameters that it no longer has are left out. */
export function parametersInForce({ metadata }: ShippedCheck, set: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(metadata.parameters).map(([name, { initial, least, most }]) => {
    const value = set[name];
    return [name, value === undefined || value < least || value > most ? initial : value];
  }));
}
