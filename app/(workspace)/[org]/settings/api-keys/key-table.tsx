import type { ReactNode } from "react";
import type { FormState } from "#app/_edge/form-state.ts";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { ApiKeyView, ApiScope, KeyStanding } from "#lib/api-keys/index.ts";
import type { Status } from "#lib/status/client.ts";
import { RevokeKey } from "./revoke-key.tsx";
import type { ScopeChoice } from "./scope-choices.ts";

const column = columnsOf<ApiKeyView>();

type KeyTableProps = { keys: readonly ApiKeyView[]; choices: readonly ScopeChoice[]; zone: string; revoke: (previous: FormState, form: FormData) => Promise<FormState> };

/** Keys, those in force first, each with what it may, when and from where it was used, and when it ends. */
export function KeyTable({ keys, choices, zone, revoke }: KeyTableProps) {
  const wordsOf = (scopes: readonly ApiScope[]): string => choices.filter(({ scope }) => scopes.includes(scope)).map(({ words }) => words).join(", ");
  const columns = column.columns([
    column.accessor("name", { header: "Key", cell: ({ row: { original } }) => <>{original.name} <code className="block font-normal text-muted">tmk_…{original.hint}</code></>, meta: { rowHeader: true, wrap: true } }),
    column.accessor("scopes", { header: "May", cell: (cell) => wordsOf(cell.getValue()), meta: { wrap: true, narrow: "full" } }),
    column.accessor("standing", { header: "Standing", cell: ({ row: { original } }) => <Standing row={original} zone={zone} />, meta: { width: 200, wrap: true, narrow: "full" } }),
    column.accessor("lastUsedAt", { header: "Last used", cell: ({ row: { original } }) => <LastUse row={original} zone={zone} />, meta: { width: 150, wrap: true, narrow: "full", narrowLabel: true } }),
    column.accessor("createdByName", { header: "Made by", cell: ({ row: { original } }) => <>{original.createdByName}<span className="block"><Timestamp at={original.createdAt} zone={zone} show="date" /></span></>, meta: { width: 130, muted: true, wrap: true, narrow: "full", narrowLabel: true } }),
    column.accessor("id", { id: "acts", header: "Acts", cell: ({ row: { original } }) => (isOver(original.standing) ? null : <RevokeKey action={revoke} keyId={original.id} name={original.name} />), meta: { width: 90, narrow: "full", hideHeader: true } }),
  ]);
  return (
    <DataTable
      caption="API keys" columns={columns} rows={keys} rowId={(row) => row.id}
      empty={<EmptyState kind="first" title="No keys yet">A pipeline that hands in its own reports needs one, and so does a board that shows what is proven.</EmptyState>}
    />
  );
}

const isOver = (standing: KeyStanding): boolean => standing === "revoked" || standing === "ended";

function LastUse({ row: { lastUsedAt, lastUsedAddress, lastUsedAgent }, zone }: { row: ApiKeyView; zone: string }) {
  if (lastUsedAt === null) return <span className="text-muted">never</span>;
  return <><Timestamp at={lastUsedAt} zone={zone} show="date" /><span className="block text-muted [overflow-wrap:anywhere]">{[programOf(lastUsedAgent), lastUsedAddress].filter((part) => part !== "").join(", ")}</span></>;
}

/** What a program calls itself, without what it says of its parts: "curl/8.5.0". */
function programOf(agent: string | null): string {
  return (agent ?? "").split(" ")[0]?.slice(0, 40) ?? "";
}

const STANDINGS: Readonly<Record<KeyStanding, readonly [status: Status, word: string]>> = {
  good: ["pass", "In force"],
  ends_soon: ["due_soon", "Ends soon"],
  stopped: ["fail", "Stopped"],
  ended: ["stale", "Ended"],
  revoked: ["disabled", "Revoked"],
};

function Standing({ row, zone }: { row: ApiKeyView; zone: string }) {
  const [status, word] = STANDINGS[row.standing];
  return <><StatusInline status={status} word={word} /><span className="block text-muted [overflow-wrap:anywhere]">{standingDetail(row, zone)}</span></>;
}

function standingDetail({ standing, expiresAt, revokedAt, revokedByName, revokedReason, createdByName }: ApiKeyView, zone: string): ReactNode {
  if (standing === "stopped") return `${createdByName} may make no keys any more`;
  if (standing === "revoked") return <><Timestamp at={revokedAt ?? expiresAt} zone={zone} show="date" /> by {revokedByName}: {revokedReason}</>;
  return <>{standing === "ended" ? "" : "until "}<Timestamp at={expiresAt} zone={zone} show="date" /></>;
}
