import type { Query } from "#app/_ui/list-state.ts";
import type { MappingEditor } from "#lib/mappings/index.ts";

export const VIEWS = { proposals: "Proposals", requirements: "Requirements", mapped: "Mapped", waiting: "Waiting" } as const;
export type View = keyof typeof VIEWS;

/** Rows of one page of the editor: what is beyond is found by searching either side. */
export const SHOWN_MAX = 200;

export type EditorState = { view: View; requirement: string; control: string; through: string; panel: string | null };

export function editorState(query: Query): EditorState {
  const text = (name: string): string => (typeof query[name] === "string" ? query[name].slice(0, 100) : "");
  const view = (Object.keys(VIEWS) as View[]).find((one) => one === text("view")) ?? "proposals";
  return { view, requirement: text("q"), control: text("control"), through: text("through"), panel: text("panel") || null };
}

const says = (text: string, asked: string): boolean => asked.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));

/** What an address asks for, of both sides. */
export function shownOf(editor: MappingEditor, { requirement, control, through }: EditorState) {
  const titles = new Map(editor.requirements.map((one) => [one.code, one.title]));
  const isAsked = (row: { requirementCode: string; controlCode: string; controlTitle: string }): boolean => says(`${row.requirementCode} ${titles.get(row.requirementCode) ?? ""}`, requirement) && says(`${row.controlCode} ${row.controlTitle}`, control);
  const titled = <Row extends { requirementCode: string }>(row: Row) => ({ ...row, requirementTitle: titles.get(row.requirementCode) ?? "" });
  return {
    proposals: editor.proposals.filter((one) => isAsked(one) && (through === "" || one.origin === through)).map(titled),
    mapped: editor.mappings.filter(isAsked).map(titled).map((row) => ({ ...row, waits: editor.waiting.find((one) => one.controlId === row.controlId && one.requirementCode === row.requirementCode) })),
    waiting: editor.waiting.filter(isAsked).map(titled),
    requirements: editor.requirements.filter((one) => says(`${one.code} ${one.title}`, requirement)),
  };
}
