import { columnsOf } from "#app/_ui/data-table.tsx";
import { Badge } from "#app/_ui/badge.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import type { EditedRequirement, MadeMapping, Proposal, WaitingMapping } from "#lib/mappings/index.ts";

const ORIGINS = { crosswalk: "crosswalk", library: "library", words: "words" } as const;
const MADE = { seed: "seed", published: "published table", ours: "Tickmark’s library", customer: "your own" } as const;

/** A disc where a control satisfies alone, a ring where it only contributes; always with the word. */
function Strength({ strength }: { strength: "satisfies" | "contributes" }) {
  return <span className="inline-flex items-center gap-1.5"><Glyph name={strength === "satisfies" ? "full" : "half"} size={10} />{strength}</span>;
}

const proposal = columnsOf<Proposal & { requirementTitle: string }>();

export const proposalColumns = proposal.columns([
  proposal.accessor((row) => `${row.requirementCode} ${row.requirementTitle}`, { id: "requirement", header: "Requirement", enableSorting: false, cell: ({ row }) => <><strong className="font-medium">{row.original.requirementCode}</strong> <span className="font-normal">{row.original.requirementTitle}</span></>, meta: { rowHeader: true, wrap: true } }),
  proposal.accessor((row) => `${row.controlCode} ${row.controlTitle}`, { id: "control", header: "Control", enableSorting: false, cell: ({ row }) => <><span className="mono">{row.original.controlCode}</span> {row.original.controlTitle}</>, meta: { wrap: true, narrow: "full" } }),
  proposal.accessor("strength", { header: "Would", enableSorting: false, cell: ({ getValue }) => <Strength strength={getValue()} />, meta: { width: 112, narrow: "left" } }),
  proposal.accessor("origin", { header: "Through", enableSorting: false, cell: ({ getValue }) => <Badge tone="inert">{ORIGINS[getValue()]}</Badge>, meta: { width: 96, narrow: "right" } }),
  proposal.accessor("reason", { header: "Because", enableSorting: false, meta: { wrap: true, muted: true, narrow: "full" } }),
]);

const waitingText = ({ isSent, isOwn, retracted }: WaitingMapping): string => `${retracted ? "Taken back: " : ""}${isSent ? "waits for approval" : isOwn ? "in your draft" : "in a draft"}`;

const made = columnsOf<MadeMapping & { requirementTitle: string; waits: WaitingMapping | undefined }>();

export const mappingColumns = made.columns([
  made.accessor((row) => `${row.requirementCode} ${row.requirementTitle}`, { id: "requirement", header: "Requirement", enableSorting: false, cell: ({ row }) => <><strong className="font-medium">{row.original.requirementCode}</strong> <span className="font-normal">{row.original.requirementTitle}</span></>, meta: { rowHeader: true, wrap: true } }),
  made.accessor((row) => `${row.controlCode} ${row.controlTitle}`, { id: "control", header: "Control", enableSorting: false, cell: ({ row }) => <><span className="mono">{row.original.controlCode}</span> {row.original.controlTitle}</>, meta: { wrap: true, narrow: "full" } }),
  made.accessor("strength", { header: "It", enableSorting: false, cell: ({ getValue, row }) => <><Strength strength={getValue()} />{row.original.waits === undefined ? null : <span className="block text-xs text-muted">{changeText(row.original.waits)}</span>}</>, meta: { width: 156, wrap: true, narrow: "left" } }),
  made.accessor("origin", { header: "From", enableSorting: false, cell: ({ getValue }) => MADE[getValue()], meta: { width: 128, muted: true, narrow: "right" } }),
  made.accessor("rationale", { header: "Rationale", enableSorting: false, meta: { wrap: true, muted: true, narrow: "full" } }),
]);

const changeText = (waits: WaitingMapping): string => (waits.retracted ? waitingText(waits) : `${waits.strength}: ${waitingText(waits)}`);

const waiting = columnsOf<WaitingMapping & { requirementTitle: string }>();

export const waitingColumns = waiting.columns([
  waiting.accessor((row) => `${row.requirementCode} ${row.requirementTitle}`, { id: "requirement", header: "Requirement", enableSorting: false, cell: ({ row }) => <><strong className="font-medium">{row.original.requirementCode}</strong> <span className="font-normal">{row.original.requirementTitle}</span></>, meta: { rowHeader: true, wrap: true } }),
  waiting.accessor((row) => `${row.controlCode} ${row.controlTitle}`, { id: "control", header: "Control", enableSorting: false, cell: ({ row }) => <><span className="mono">{row.original.controlCode}</span> {row.original.controlTitle}</>, meta: { wrap: true, narrow: "full" } }),
  waiting.accessor("strength", { header: "Would", enableSorting: false, cell: ({ row }) => (row.original.retracted ? "be taken back" : <Strength strength={row.original.strength} />), meta: { width: 124, narrow: "left" } }),
  waiting.accessor((row) => waitingText({ ...row, retracted: false }), { id: "state", header: "Status", enableSorting: false, cell: ({ row, getValue }) => <Badge tone={row.original.isSent ? "info" : "inert"}>{getValue()}</Badge>, meta: { width: 156, narrow: "full" } }),
  waiting.accessor("rationale", { header: "Because", enableSorting: false, meta: { wrap: true, muted: true, narrow: "full" } }),
]);

const requirement = columnsOf<EditedRequirement>();

export const requirementColumns = requirement.columns([
  requirement.accessor((row) => `${row.code} ${row.title}`, { id: "requirement", header: "Requirement", enableSorting: false, cell: ({ row }) => <><strong className="font-medium">{row.original.code}</strong> <span className="font-normal">{row.original.title}</span></>, meta: { rowHeader: true, wrap: true } }),
  requirement.accessor("satisfied", { header: "Satisfied by", enableSorting: false, meta: { width: 104, align: "right", narrow: "right" } }),
  requirement.accessor("contributed", { header: "Contributed to by", enableSorting: false, meta: { width: 136, align: "right", narrow: "left" } }),
  requirement.accessor("proposed", { header: "Proposals", enableSorting: false, meta: { width: 88, align: "right", narrow: "right" } }),
  requirement.accessor((row) => (row.satisfied > 0 ? "" : row.contributed > 0 ? "Gap, only contributed to" : "Gap"), { id: "gap", header: "Standing", enableSorting: false, meta: { width: 168, narrow: "left" } }),
]);
