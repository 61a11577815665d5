import { z } from "zod";

/** A mail domain as DNS has it: lower case, international ones as they are registered (xn--…). */
export const domainInput = z
  .string()
  .trim()
  .toLowerCase()
  .max(253, "At most 253 characters.")
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "This is not a domain, like example.com.");

/** The domain of a mail address; empty when it has none. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

/** The TXT record that proves a domain: its name, and what it must hold. */
export function proofRecord(domain: string, token: string): { name: string; value: string } {
  return { name: `_tickmark.${domain}`, value: `tickmark-verification=${token}` };
}
