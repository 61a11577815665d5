"use client";
import { problemOf, type FormState } from "#app/_edge/form-state.ts";
import { Button } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { ROLE_WORDS } from "#lib/people/client.ts";
import type { InvitationPreview, InvitedPeople } from "#lib/people/index.ts";

type Line = InvitationPreview["lines"][number];
type InvitePreviewProps = {
  lines: readonly Line[];
  draft: { list: string; role: string };
  state: FormState<InvitedPeople>;
  action: (form: FormData) => void;
  onChange: () => void;
};

/** What the list would do, before it does it. Lines that cannot be read hold it back. */
export function InvitePreview({ lines, draft, state, action, onChange }: InvitePreviewProps) {
  const broken = lines.filter(({ problem }) => problem !== null);
  const due = lines.filter(({ problem, standing }) => problem === null && (standing === "new" || standing === "removed"));
  return (
    <form action={action} className="mt-4 grid max-w-[760px] gap-4">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <p role="status" className="text-base">{summary(lines.length, due.length, broken.length)}</p>
      <ol className="border-t border-line-soft">
        {lines.map((line, index) => <PreviewLine key={line.line} line={line} refused={problemOf(state, `people.${index}.email`) ?? problemOf(state, `people.${index}.name`)} />)}
      </ol>
      <input type="hidden" name="list" value={draft.list} />
      <input type="hidden" name="role" value={draft.role} />
      {broken.length > 0 || due.length === 0 ? null : (
        <RadioGroup
          label="The links" name="delivery" defaultValue="mail"
          options={[
            { value: "mail", label: "Mail each person their link" },
            { value: "hand", label: "I hand the links over myself", hint: "Make each link under Invitations. Nothing is mailed." },
          ]}
        />
      )}
      <div className="flex flex-wrap gap-2">
        {broken.length > 0 || due.length === 0 ? null : <SubmitButton kind="primary" pendingLabel="Inviting…">{due.length === 1 ? "Invite 1 person" : `Invite ${due.length} people`}</SubmitButton>}
        <Button type="button" kind={broken.length > 0 || due.length === 0 ? "primary" : "quiet"} onClick={onChange}>Change list</Button>
      </div>
    </form>
  );
}

function summary(all: number, due: number, broken: number): string {
  if (all === 0) return "The list is empty.";
  if (broken > 0) return `${broken} of ${all} ${all === 1 ? "line" : "lines"} cannot be read. Nobody was invited.`;
  if (due === 0) return "Nobody on this list needs an invitation.";
  return due === all ? `${due} ${due === 1 ? "person" : "people"} to invite.` : `${due} of ${all} to invite.`;
}

const STANDING: Record<Line["standing"], string> = {
  new: "to invite",
  removed: "was removed, comes back with what they did",
  member: "a member already, left out",
  invited: "invited already, left out",
};

function PreviewLine({ line, refused }: { line: Line; refused: string | undefined }) {
  const problem = line.problem ?? refused ?? null;
  const leftOut = line.standing === "member" || line.standing === "invited";
  return (
    <li className="grid grid-cols-[28px_16px_minmax(0,1fr)] items-start gap-x-2 border-b border-line-soft py-2">
      <span className="num text-right text-muted"><span className="sr-only">Line </span>{line.line}</span>
      <span className="mt-0.5">{problem === null ? <Glyph name={leftOut ? "none" : "pass"} tone={leftOut ? "inert" : "info"} /> : <Glyph name="fail" tone="critical" />}</span>
      {problem === null ? (
        <span className="min-w-0">
          <span className={`break-words ${leftOut ? "text-muted" : "font-medium"}`}>{line.name === "" ? line.email : `${line.name}, ${line.email}`}</span>
          <span className="block text-muted">{leftOut ? STANDING[line.standing] : `${ROLE_WORDS[line.role].label}, ${STANDING[line.standing]}`}</span>
        </span>
      ) : (
        <span className="min-w-0">
          <code className="break-words">{line.text.slice(0, 200)}</code>
          <span className="block text-critical">{problem}</span>
        </span>
      )}
    </li>
  );
}
