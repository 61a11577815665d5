import type { Metadata } from "next";
import Link from "next/link";
import { PlaceHold } from "#app/_hold/hold-dialog.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listControlNames } from "#lib/controls/index.ts";
import { listExports, readLeaving, type LeavingView } from "#lib/leaving/index.ts";
import { readOrganization, type OrganizationRow } from "#lib/organizations/index.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { SettingsTabs } from "../settings-tabs.tsx";
import { cancelDeletionAction, placeHoldAction, releaseHoldAction, removeExportAction, requestDeletionAction, requestExportAction } from "./actions.ts";
import { CancelDeletion, DeleteOrganization } from "./delete-organization.tsx";
import { ExportList } from "./export-list.tsx";
import { HoldList } from "./hold-list.tsx";
import { RequestExport } from "./request-export.tsx";

export const metadata: Metadata = { title: "Your data" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const { actor } = context;
    const mayAct = actor.kind === "member" && roleHolds(actor.role, "data.export");
    const mayManageKeys = actor.kind === "member" && roleHolds(actor.role, "api_keys.manage");
    const [organization, leaving, exports, controls] = await Promise.all([readOrganization(context, {}), readLeaving(context, {}), mayAct ? listExports(context, {}) : null, mayAct ? listControlNames(context, {}) : []]);
    const under = exports?.some(({ status }) => status === "queued" || status === "running") === true;
    const { name, timeZone: zone } = organization;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Settings", href: `/${org}/settings` }, { label: "Your data" }]}
        facts={[{ kind: "next", label: "Next to act", value: under || leaving.deletion !== null ? "Tickmark" : "Nobody" }, { kind: "sees", label: "Visible to", value: "Compliance, administrators" }]}
      >
        <PageTitle title="Your data" note={mayAct ? undefined : "only administrators act here"} />
        <SettingsTabs org={org} current="data" mayManageKeys={mayManageKeys} />
        {exports === null ? null : (
          <Section title="Export" flush={false} aside={<RequestExport action={requestExportAction.bind(null, org)} organization={name} />}>
            <p className="max-w-[70ch] py-3 text-muted">
              Everything that {name} has here, as one archive: every record as lines of JSON with a dictionary, every file as it was given, packets, audit trail and ledger. No secret and no other organization. It can be checked with sha256sum alone, and is kept for seven days.
            </p>
            <ExportList org={org} exports={exports} zone={zone} remove={removeExportAction.bind(null, org)} />
          </Section>
        )}
        <Section title="Legal hold" flush={false} aside={mayAct ? <PlaceHold action={placeHoldAction.bind(null, org)} choices={{ controls: controls.map(({ controlId, code, title }) => ({ value: controlId, label: code, note: title })), timeZone: zone, today: dayOf(context.clock.now(), zone) }} /> : undefined}>
          <p className="max-w-[70ch] pt-3 text-muted">While a hold stands, nothing that it holds is disposed of, and {name} cannot be deleted. Holds and their releases stay in the record.</p>
          <HoldList org={org} holds={leaving.holds} zone={zone} release={mayAct && leaving.deletion === null ? releaseHoldAction.bind(null, org) : null} />
        </Section>
        <Section title="Deletion" flush={false}><Deletion org={org} organization={organization} leaving={leaving} mayAct={mayAct} /></Section>
      </PageFrame>
    );
  });
}

type DeletionProps = { org: string; organization: OrganizationRow; leaving: LeavingView; mayAct: boolean };

function Deletion({ org, organization, leaving: { deletion, holds, graceDays }, mayAct }: DeletionProps) {
  const zone = organization.timeZone;
  if (deletion !== null) {
    return (
      <div className="grid gap-3 pt-3">
        <Banner tone="critical" title={<>Everything is destroyed on <Timestamp at={deletion.dueAt} zone={zone} show="minute" />.</>} action={mayAct ? <CancelDeletion action={cancelDeletionAction.bind(null, org)} deletionId={deletion.id} /> : undefined}>
          Asked for by {deletion.requestedByName}, <Timestamp at={deletion.requestedAt} zone={zone} show="minute" />. Until then nobody changes anything here.
        </Banner>
        {mayAct ? <p className="max-w-[70ch] text-muted">What was destroyed will be certified by a signed receipt. <Link prefetch={false} className="link" href={deletion.receiptPath}>Keep its address</Link>: nobody can give it to you afterwards.</p> : null}
      </div>
    );
  }
  const standing = holds.filter(({ release }) => release === null).length;
  return (
    <div className="grid justify-items-start gap-3 pt-3">
      <p className="max-w-[70ch] text-muted">
        The organization, its people’s membership, every record and every file are destroyed {graceDays === 0 ? "at once" : `after ${graceDays} days in which any administrator can cancel`}. The key goes first, so that nothing stored can be read again. A signed receipt says what was destroyed. Take an export first.
      </p>
      {standing > 0 ? <Banner tone="caution" title={standing === 1 ? "A legal hold stands." : `${standing} legal holds stand.`}>The organization cannot be deleted until {standing === 1 ? "it is" : "they are"} released.</Banner> : mayAct ? <DeleteOrganization action={requestDeletionAction.bind(null, org)} organization={organization.name} graceDays={graceDays} /> : null}
    </div>
  );
}
