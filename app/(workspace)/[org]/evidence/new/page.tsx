import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { localDate, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import { listChoices, MAX_FILES_AT_ONCE, type EvidenceChoices } from "#lib/evidence/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { MAX_UPLOAD_BYTES } from "#lib/uploads/index.ts";
import { submitEvidenceAction, submitFilesAction } from "../actions.ts";
import { EvidenceForm, type RecordOption, type RequestOption } from "./evidence-form.tsx";

export const metadata: Metadata = { title: "Add evidence" };

const KINDS = ["upload", "link", "note", "log_segment", "alert", "incident", "rule", "collection", "check", "standard"] as const;
type Kind = (typeof KINDS)[number];

/** What the address asks for: a kind, a record (`source=incident:inc_1`), a control, a request. */
function askedOf(query: Query) {
  const one = (name: string): string | undefined => (typeof query[name] === "string" && query[name] !== "" ? query[name] : undefined);
  const [sourceKind, recordId] = (one("source") ?? "").split(":");
  const fromSource = KINDS.find((kind) => kind === sourceKind);
  const stated = KINDS.find((kind) => kind === one("kind"));
  return { kind: stated ?? fromSource, recordId: fromSource === (stated ?? fromSource) ? recordId : undefined, control: one("control"), request: one("request") };
}

export default async function NewEvidencePage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const asked = askedOf(query);
  const path = `/${org}/evidence/new`;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const zone = organization.timeZone;
    const admitting = await admittingKinds(asked.request, async (kind) => (await listChoices(context, { kind })).requests.map((one) => one.id));
    const kind = asked.kind ?? admitting[0] ?? "upload";
    const choices = await listChoices(context, { kind, ...(asked.recordId === undefined || asked.recordId === "" ? {} : { recordId: asked.recordId }) });
    const requests = requestsOf(choices, asked.control);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Evidence", href: `/${org}/evidence` }, { label: "Add evidence" }]}
        facts={[{ kind: "next", label: "Next to act", value: "You, then a reviewer" }, { kind: "sees", label: "Auditor sees", value: "it once it is accepted" }]}
      >
        <PageTitle title="Add evidence" note={asked.control} />
        <Tabs label="Kind of source" items={KINDS.map((one) => ({ label: SOURCE_KIND_WORDS[one], href: hrefWith(path, query, { kind: one, source: null }), current: one === kind }))} />
        {requests.length === 0 ? (
          <div className="mt-6"><EmptyState kind="no_result" title={`No evidence request${asked.control === undefined ? "" : ` of ${asked.control}`} takes ${WITH_ARTICLE[kind]}`} action={<LinkButton href={hrefWith(path, query, { control: null, request: null })}>Show requests of all controls</LinkButton>}>Each request says which kinds of sources can answer it. Choose another kind above.</EmptyState></div>
        ) : (
          <EvidenceForm
            // A new form for each kind: what was typed for one is not meant for another.
            key={kind}
            action={(kind === "upload" ? submitFilesAction : submitEvidenceAction).bind(null, org)}
            kind={kind}
            org={org}
            maxBytes={MAX_UPLOAD_BYTES}
            maxFiles={MAX_FILES_AT_ONCE}
            records={recordsOf(choices, zone)}
            recordId={asked.recordId ?? ""}
            requests={requests}
            chosen={asked.request === undefined ? [] : [asked.request]}
            today={dayOf(context.clock.now(), zone)}
            zone={zone}
            cancelHref={asked.control === undefined ? `/${org}/evidence` : `/${org}/controls/${asked.control}`}
          />
        )}
      </PageFrame>
    );
  });
}

const WITH_ARTICLE: Readonly<Record<Kind, string>> = { upload: "a file", link: "a link", note: "a note", log_segment: "a log segment", alert: "an alert", incident: "an incident", rule: "a rule", collection: "a collection", check: "a run of a check", standard: "a configuration standard" };

/** The kinds that one request admits, so that its form opens on one of them. */
async function admittingKinds(requestId: string | undefined, requestsFor: (kind: Kind) => Promise<string[]>): Promise<Kind[]> {
  if (requestId === undefined) return [];
  const admitting: Kind[] = [];
  for (const kind of KINDS) if ((await requestsFor(kind)).includes(requestId)) admitting.push(kind);
  return admitting;
}

function requestsOf(choices: EvidenceChoices, control: string | undefined): RequestOption[] {
  const shown = control === undefined ? choices.requests : choices.requests.filter((one) => one.controlCode === control);
  return shown.map(({ id, controlCode, title, guidance, freshnessDays }) => ({ id, controlCode, title, guidance, freshnessDays }));
}

function recordsOf(choices: EvidenceChoices, zone: string): RecordOption[] {
  return choices.records.map((record) => ({
    id: record.id,
    name: record.name,
    facts: record.facts,
    incomplete: record.incomplete,
    firstDay: localDate(record.from, zone),
    lastDay: record.until === null ? null : localDate(new Date(record.until.getTime() - 1), zone),
  }));
}
