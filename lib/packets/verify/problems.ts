import { PACKET_LIMITS } from "../limits.ts";

/**
 * What can be wrong with a packet. `changed`, `missing`, `added`: against the manifests. `reordered`: the ZIP or a
 * manifest is not in canonical order. `duplicate`: a path twice. `unsafe_path`: a name that could leave the folder, a
 * link, or two names that are one file on some system. `incomplete`: a request resolves to neither a file nor an
 * omission, or an export does not hold what it says. `other_report`: the report was made for other files. `invalid_bag`: not a BagIt 1.0 bag.
 * `signature`: a signature that does not hold. `ledger`: a proof, a checkpoint or a file contradicts what the ledger commits to.
 */
export type ProblemKind =
  | "changed" | "missing" | "added" | "reordered" | "duplicate" | "unsafe_path" | "broken_zip" | "wrong_oxum" | "incomplete"
  | "other_report" | "invalid_bag" | "signature" | "ledger";

/** `path` is as found, and may be hostile: escape it before showing it. */
export type Problem = { kind: ProblemKind; path: string | null; detail: string };

/** Keeps the first thousand problems of each kind and counts the rest. */
export class Problems {
  readonly kept: Problem[] = [];
  readonly counts: Partial<Record<ProblemKind, number>> = {};

  add(kind: ProblemKind, path: string | null, detail: string): void {
    const n = (this.counts[kind] ?? 0) + 1;
    this.counts[kind] = n;
    if (n <= PACKET_LIMITS.problemsKept) this.kept.push({ kind, path, detail });
  }

  get none(): boolean {
    return this.kept.length === 0;
  }
}
