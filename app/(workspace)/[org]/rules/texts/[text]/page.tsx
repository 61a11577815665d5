import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { LogLines } from "#app/_ui/log-lines.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { readRuleText, type RuleTextView } from "#lib/rules/index.ts";
import { approveRuleTextsAction, endRuleTextAction, proposeRuleTextAction, returnRuleTextsAction, withdrawRuleTextAction } from "../actions.ts";
import { TextStageWord } from "../text-stage.tsx";
import { TextActs } from "./text-acts.tsx";
import { LineChanges } from "./line-changes.tsx";

export const metadata: Metadata = { title: "Text of rules" };

export default async function RuleTextPage({ params }: { params: Promise<{ org: string; text: string }> }) {
  const { org, text: textId } = await params;
  return runPage(org, async (context) => {
    const { name, timeZone } = await readOrganization(context, {});
    const text = await readRuleText(context, { textId });
    const path = `/${org}/rules`;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Rules", href: path }, { label: "Texts", href: `${path}/texts` }, { label: text.title }]}
        facts={[
          { kind: "next", label: "Next to act", value: nextOf(text) },
          { kind: "sees", label: "Auditor sees", value: text.stage === "in_force" ? "it once it is accepted as evidence" : "nothing of it" },
        ]}
      >
        <PageTitle title={text.title} note={`Version ${text.version}`} actions={
            <>
              {text.may.hunt ? <LinkButton href={`${path}/hunts/new?text=${text.id}`}>Run over stored logs</LinkButton> : null}
              {text.may.edit ? <LinkButton href={`${path}/workshop?text=${text.id}`}>{text.stage === "draft" || text.stage === "returned" ? "Edit and try" : "Edit as a new version"}</LinkButton> : null}
            </>
          } />
        <WithRail rail={<Rail text={text} path={path} zone={timeZone} />}>
          <p className="max-w-[70ch] pt-4 text-lg text-pretty">{text.reason}</p>
          {text.inForce === null ? null : (
            <Section title="What changes" count={`against version ${text.inForce.version}, which is in force`}>
              <LineChanges before={text.inForce.text} after={text.text} />
            </Section>
          )}
          <Section title="Text" count="as it is compiled">
            {text.text.trim() === "" ? <p className="text-muted">Empty: only the severity differs.</p> : <LogLines label="Text, YAML" lines={text.text.replace(/\r?\n$/, "").split(/\r?\n/).map((line, at) => ({ number: at + 1, parts: [line] }))} />}
          </Section>
          <TextActs key={text.stage} textId={text.id} may={text.may} approve={approveRuleTextsAction.bind(null, org)} giveBack={returnRuleTextsAction.bind(null, org)} propose={proposeRuleTextAction.bind(null, org)} withdraw={withdrawRuleTextAction.bind(null, org)} end={endRuleTextAction.bind(null, org)} />
        </WithRail>
      </PageFrame>
    );
  });
}

function nextOf({ stage, may, savedByName, approvers }: RuleTextView): string {
  if (stage === "draft" || stage === "returned") return savedByName;
  if (stage !== "proposed") return "Nobody";
  if (may.approve) return "You: approve or return it";
  return approvers.length === 0 ? "Nobody else can approve it: withdraw it, and propose it again" : approvers.join(" or ");
}

const STEP_WORDS = { proposed: "Proposed", approved: "Approved", returned: "Returned", withdrawn: "Withdrawn", ended: "Ended" } as const;

function Rail({ text, path, zone }: { text: RuleTextView; path: string; zone: string }) {
  const rules = text.ruleKeys.map((key) => <Link key={key} prefetch={false} className="link mono block break-all" href={`${path}/${encodeURIComponent(key)}`}>{key}</Link>);
  return (
    <>
      <RailSection>
        <TextStageWord stage={text.stage} />
        <div className="mt-3">
          <KeyValue items={[
            { key: text.kind === "tuning" ? "Tunes" : "Rules", value: rules.length === 0 ? "none that compiles" : rules },
            ...(text.severity === null ? [] : [{ key: "Severity", value: <Severity level={text.severity} /> }]),
            { key: "Controls", value: text.controlCodes.length === 0 ? "none named" : text.controlCodes.join(", ") },
            { key: "Author", value: text.author ?? "not stated" },
            { key: "Licence", value: text.license ?? "not stated" },
            { key: "Saved by", value: <>{text.savedByName}, <Timestamp at={text.savedAt} zone={zone} /></> },
            { key: "SHA-256", value: <Hash value={text.sha256} /> },
          ]} />
        </div>
      </RailSection>
      {text.steps.length === 0 ? null : (
        <RailSection title="What was done with it">
          <ul className="grid gap-1.5">
            {text.steps.map((step) => <li key={step.step} className="grid grid-cols-[56px_minmax(0,1fr)] gap-2"><span className="text-muted"><Timestamp at={step.at} zone={zone} show="day" /></span><span>{STEP_WORDS[step.step]} by {step.by}{step.alone ? ", without a second person: nobody else could approve it" : ""}{step.reason === "" ? null : <span className="block text-muted">{step.reason}</span>}</span></li>)}
          </ul>
        </RailSection>
      )}
      <RailSection title={`Versions (${text.versions.length})`}>
        <ul className="grid gap-1.5">
          {text.versions.map((one) => <li key={one.id}><Link prefetch={false} className="link" href={`${path}/texts/${one.id}`} aria-current={one.id === text.id ? "page" : undefined}>Version {one.version}</Link> <TextStageWord stage={one.stage} /><span className="block text-muted">{one.savedByName}, <Timestamp at={one.savedAt} zone={zone} show="date" />: {one.reason.slice(0, 120)}</span></li>)}
        </ul>
      </RailSection>
    </>
  );
}
