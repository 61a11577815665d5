import { createHash } from "node:crypto";

/**
 * Stands for an alert by its labels, as Prometheus and Alertmanager tell alerts apart: what bears the same labels at the same
 * time is the same alert to both.
 */
export function firingKeyOf(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `labels ${createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 32)}`;
}
