"use client";
import { useActionState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { NOTIFICATION_KINDS } from "#lib/notifications/client.ts";
import type { MailChoices } from "#lib/notifications/index.ts";

type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; choices: Pick<MailChoices, "kinds" | "rhythm" | "workDigest" | "stoppedAt">; zones: readonly string[] };

const MODES = [{ value: "at_once", label: "At once" }, { value: "daily", label: "In the daily mail" }, { value: "none", label: "Not by mail" }];
const DIGESTS = [{ value: "daily", label: "Every working day" }, { value: "weekly", label: "On Mondays" }, { value: "none", label: "Not at all" }];
const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, "0")}:00` }));

/** What is mailed, how, and when: one organization's. */
export function MailForm({ action, choices, zones }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const { kinds, rhythm, workDigest, stoppedAt } = choices;
  const entered = (name: string, value: string | number): string => enteredOf(state, name) ?? String(value);
  const select = (name: string, label: string, options: typeof MODES, value: string | number) => (
    <Select key={name} label={label} name={name} options={options} defaultValue={entered(name, value)} error={problemOf(state, name)} />
  );
  return (
    <form action={submit} {...keptWhenRefused(state)} className="grid gap-6 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Fieldset legend="What is mailed" hint="What comes within a minute, or waits for the end of your quiet hours, is one mail.">
        <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
          {kinds.filter(({ fixed }) => !fixed).map(({ kind, mode }) => select(kind, NOTIFICATION_KINDS[kind].label, MODES, mode))}
        </div>
        <p className="text-muted">Always mailed at once, also in quiet hours: {kinds.filter(({ fixed }) => fixed).map(({ kind }) => NOTIFICATION_KINDS[kind].label.toLowerCase()).join("; ")}. This is about your access or the organization&rsquo;s existence, so it cannot be switched off.</p>
      </Fieldset>
      {workDigest === null ? null : (
        <Fieldset legend="Digest of My work" hint="What is late, due, to review, and done in others’ stead, in one mail. When you owe nothing there is none. With a daily digest, what would stand in the daily mail and asks for work stands in it.">
          <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">{select("workDigest", "How often", DIGESTS, workDigest)}</div>
        </Fieldset>
      )}
      <Fieldset legend="When" hint="The same hour for both ends of the quiet: never quiet.">
        <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
          {select("timeZone", "Time zone", zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })), rhythm.timeZone)}
          {select("digestHour", "Daily mail and digest at", HOURS, rhythm.digestHour)}
          {select("quietFrom", "Quiet from", HOURS, rhythm.quietFrom)}
          {select("quietUntil", "Quiet until", HOURS, rhythm.quietUntil)}
        </div>
        <Checkbox label="Quiet on Saturdays and Sundays" name="quietWeekends" defaultChecked={rhythm.quietWeekends} />
      </Fieldset>
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton pendingLabel="Saving…">{stoppedAt === null ? "Save" : "Save and mail me again"}</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved." : ""}</span>
      </div>
    </form>
  );
}
