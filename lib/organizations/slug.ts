import { z } from "zod";

/** First path segments that belong to Tickmark itself, so that no organization can stand in their way. */
const RESERVED_SLUGS: readonly string[] = [
  "account", "admin", "api", "assets", "auditor", "auth", "confirm-address", "d", "download", "favicon.ico", "forgot-password",
  "gallery", "health", "help", "join", "new", "new-organization", "packets", "public", "reset-password", "settings", "sign-in", "sign-out", "static", "status", "tickmark", "verify", "www",
];

/** An organization's address: what follows the host, like `acme` in `/acme/overview`. */
export const slugInput = z
  .string()
  .trim()
  .min(2, "At least 2 characters.")
  .max(40, "At most 40 characters.")
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, "Lower-case letters, digits and single hyphens; a letter first.")
  .refine((slug) => !RESERVED_SLUGS.includes(slug), "This address is reserved.");
