"use client";
import { useActionState, useState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { PROVIDER_LIMITS } from "#lib/providers/client.ts";
import { ruleField } from "./role-rules.ts";

type Rule = { value: string; role: string; teamIds: readonly string[] };
export type Rules = { roleClaim: string; roles: readonly Rule[]; fallbackRole: string; newMembers: boolean; trustUnstatedMail: boolean };
type Choices = { roles: readonly Option[]; teams: readonly { id: string; name: string }[] };

type RulesFormProps = { action: (previous: FormState, form: FormData) => Promise<FormState>; rules: Rules } & Choices;

/** Who gets in, and as what: the claim, its values in order, and what holds for everybody else. */
export function RulesForm({ action, rules, roles, teams }: RulesFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const [mapped, setMapped] = useState(rules.roleClaim !== "");
  return (
    <form action={submit} {...keptWhenRefused(state)} className="grid max-w-[640px] gap-4 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <div className="max-w-[320px]">
        <Input
          label="Claim with groups or roles" name="roleClaim" optional maxLength={200} placeholder="groups" className="mono" autoCapitalize="none" spellCheck={false}
          hint="Empty: administrators give roles here, by hand." defaultValue={enteredOf(state, "roleClaim") ?? rules.roleClaim} error={problemOf(state, "roleClaim")}
          onChange={(event) => setMapped(event.currentTarget.value.trim() !== "")}
        />
      </div>
      {/* A sent form is reset to what its fields began with, so after saving they begin anew with what was saved. */}
      {mapped ? <RuleLines key={JSON.stringify(rules.roles)} given={rules.roles} problem={ruleProblem(state)} roles={roles} teams={teams} /> : null}
      <div className="max-w-[320px]">
        <Select
          label={mapped ? "Everybody else" : "Role of new members"} name="fallbackRole" options={[...roles, { value: "refuse", label: mapped ? "Refused" : "None: nobody new" }]}
          hint={mapped ? "Whose groups stand in no line. Refused: they keep the role of an employee and are not let in." : undefined}
          defaultValue={enteredOf(state, "fallbackRole") ?? rules.fallbackRole} error={problemOf(state, "fallbackRole")}
        />
      </div>
      <Checkbox label="People of a proven domain become members when they first sign in" name="newMembers" defaultChecked={rules.newMembers} hint="Otherwise an administrator invites them first." />
      <Checkbox label="Take an address as verified when the provider says nothing about it" name="trustUnstatedMail" defaultChecked={rules.trustUnstatedMail} hint="For providers that leave out email_verified and let nobody choose their own address. “Not verified” is always refused." />
      <div className="flex items-center gap-3">
        <SubmitButton pendingLabel="Saving…">Save rules</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved. It acts at each person's next sign-in." : ""}</span>
      </div>
    </form>
  );
}

/** What is wrong with the lines as a whole or with one of them. */
function ruleProblem(state: FormState): string | undefined {
  return state.ok === false ? state.problems.find(({ path }) => path === "roles" || path.startsWith("roles."))?.message : undefined;
}

function RuleLines({ given, problem, roles, teams }: { given: readonly Rule[]; problem: string | undefined } & Choices) {
  const [lines, setLines] = useState(() => given.map((rule, at) => ({ key: String(at), ...rule })));
  const [next, setNext] = useState(given.length);
  const add = (): void => {
    setLines([...lines, { key: String(next), value: "", role: "employee", teamIds: [] }]);
    setNext(next + 1);
  };
  return (
    <fieldset className="field">
      <legend className="font-medium">Values, the first that fits gives the role</legend>
      {lines.map((line, at) => (
        <div key={line.key} className="grid gap-2 border-b border-line-soft py-3">
          <input type="hidden" name="line" value={line.key} />
          <div className="grid items-end gap-2 sm:grid-cols-[1fr_200px_auto]">
            <Input label={`Value ${at + 1}`} name={ruleField(line.key, "value")} maxLength={200} className="mono" autoCapitalize="none" spellCheck={false} defaultValue={line.value} />
            <Select label="Role" name={ruleField(line.key, "role")} options={roles} defaultValue={line.role} />
            <Button kind="quiet" onClick={() => setLines(lines.filter(({ key }) => key !== line.key))} aria-label={`Remove value ${at + 1}`}>Remove</Button>
          </div>
          {teams.length === 0 ? null : (
            <div role="group" aria-label={`Teams of value ${at + 1}`} className="flex flex-wrap gap-x-4 gap-y-1">
              {teams.map((team) => <Checkbox key={team.id} label={team.name} name={ruleField(line.key, "team")} value={team.id} defaultChecked={line.teamIds.includes(team.id)} />)}
            </div>
          )}
        </div>
      ))}
      {problem === undefined ? null : <FormError message={problem} />}
      <div className="pt-2"><Button onClick={add} disabled={lines.length >= PROVIDER_LIMITS.roles}>Add value</Button></div>
    </fieldset>
  );
}
