import { roleHolds, type Permission } from "#lib/access/index.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { PERMISSION_WORDS } from "./permission-words.ts";
import { ROLE_ORDER } from "./roles.ts";

export type MatrixRow = { permission: Permission; words: string; holders: readonly Role[] };

/** Who may what, as authorisation itself has it: read from the very table that every verb asks. */
export function roleMatrix(): { group: string; rows: MatrixRow[] }[] {
  return PERMISSION_WORDS.map(({ group, words }) => ({
    group,
    rows: Object.entries(words).map(([name, text]) => {
      const permission = name as Permission;
      return { permission, words: text, holders: ROLE_ORDER.filter((role) => roleHolds(role, permission)) };
    }),
  }));
}
