import type { CheckMetadata } from "#lib/checks/index.ts";
import type { RowKind } from "#lib/connector/index.ts";

/**
 * Whether a check judges what a connector brings: its collectors yield the kind, and a type begins with the name of the
 * connector that brings it (`aws.s3.bucket`, `github.repository`).
 */
export function judges({ subject }: CheckMetadata, connector: string, collectors: readonly { yields: readonly RowKind[] }[]): boolean {
  const [vendor] = subject.type?.split(".") ?? [];
  return (vendor === undefined || vendor === connector) && collectors.some(({ yields }) => yields.includes(subject.kind));
}
