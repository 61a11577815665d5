import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Panel } from "#app/_ui/panel.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { EditedRequirement, MappingEditor } from "#lib/mappings/index.ts";
import { AddMapping } from "./add-mapping.tsx";
import { MappingForm, type MappingAction } from "./mapping-form.tsx";

type Actions = { accept: MappingAction; map: MappingAction; retract: MappingAction; undo: MappingAction };
type Props = { editor: MappingEditor; requirement: EditedRequirement; path: string; query: Query; actions: Actions; neighbours: { previous?: string; next?: string } };

/** One requirement beside the list: what is mapped to it, what may be, and any control of one's choice. */
export function RequirementPanel({ editor, requirement, path, query, actions, neighbours }: Props) {
  const { code, title } = requirement;
  const { key } = editor.framework;
  const made = editor.mappings.filter((one) => one.requirementCode === code);
  const waiting = editor.waiting.filter((one) => one.requirementCode === code);
  const proposed = editor.proposals.filter((one) => one.requirementCode === code);
  const to = (panel: string | null) => hrefWith(path, query, { panel });
  return (
    <Panel title={title} code={code} closeHref={to(null)} {...(neighbours.previous === undefined ? {} : { previousHref: to(neighbours.previous) })} {...(neighbours.next === undefined ? {} : { nextHref: to(neighbours.next) })}>
      <Section title="Mapped" count={made.length} flush={false}>
        {made.length === 0 ? <p className="pt-3 text-muted">No control is mapped to it.</p> : (
          <MappingForm action={actions.retract} undo={actions.undo} frameworkKey={key} did="taken back">
            <ul>
              {made.map((one) => (
                <li key={one.controlId} className="border-b border-line-soft py-1.5 [&_.field]:mt-0">
                  <Checkbox name="selected" value={`${one.controlId} ${code}`} label={<><span className="mono text-muted">{one.controlCode}</span> {one.controlTitle}, {one.strength}</>} />
                  <p className="ml-6 text-xs text-muted">{one.rationale}</p>
                </li>
              ))}
            </ul>
            <div className="mt-3"><Button type="submit">Take back what is ticked</Button></div>
          </MappingForm>
        )}
      </Section>
      {waiting.length === 0 ? null : (
        <Section title="In drafts" count={waiting.length} flush={false}>
          <ul>
            {waiting.map((one) => <li key={`${one.controlId} ${one.draftId}`} className="border-b border-line-soft py-1.5"><span className="mono text-muted">{one.controlCode}</span> {one.controlTitle}, {one.retracted ? "taken back" : one.strength}<span className="block text-xs text-muted">{one.isSent ? "Waits for another person’s approval." : "Not sent for review yet."}</span></li>)}
          </ul>
        </Section>
      )}
      {proposed.length === 0 ? null : (
        <Section title="Proposals" count={proposed.length} flush={false}>
          <MappingForm action={actions.accept} undo={actions.undo} frameworkKey={key} did="made">
            <ul>
              {proposed.map((one) => (
                <li key={one.controlId} className="border-b border-line-soft py-1.5 [&_.field]:mt-0">
                  <Checkbox name="selected" value={`${one.controlId} ${code}`} label={<><span className="mono text-muted">{one.controlCode}</span> {one.controlTitle}, {one.strength}</>} />
                  <p className="ml-6 text-xs text-muted">{one.reason}</p>
                </li>
              ))}
            </ul>
            <div className="mt-3"><Button type="submit">Accept what is ticked</Button></div>
          </MappingForm>
        </Section>
      )}
      <Section title="Map a control" flush={false}>
        <div className="pt-3"><AddMapping key={`${code} ${made.length} ${waiting.length}`} action={actions.map} undo={actions.undo} frameworkKey={key} requirementCode={code} controls={editor.controls.map((one) => ({ value: one.controlId, label: `${one.code} ${one.title}` }))} /></div>
      </Section>
    </Panel>
  );
}
