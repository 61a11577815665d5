import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listDelegations, type Delegations } from "#lib/delegation/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { OWNING_ROLES, ROLE_ORDER, ROLE_WORDS } from "#lib/people/client.ts";
import { readMember, type PersonRow } from "#lib/people/index.ts";
import { declareAbsenceAction, endDelegationAction } from "../../my-work/actions.ts";
import { AwayForm } from "../../my-work/away/away-form.tsx";
import { EndButton } from "../../my-work/end-form.tsx";
import { peopleToChoose } from "../../my-work/people-to-choose.ts";
import { changeRoleAction, removeMemberAction, removeSecondFactorAction } from "../actions.ts";
import { mayManagePeople } from "../may-manage.ts";
import { RemovePerson, RoleForm } from "./person-forms.tsx";
import { RemoveSecondFactor } from "./remove-second-factor.tsx";

export const metadata: Metadata = { title: "Person" };

export default async function Page({ params }: { params: Promise<{ org: string; member: string }> }) {
  const { org, member } = await params;
  return runPage(org, async (context) => {
    const [organization, person] = [await readOrganization(context, {}), await readMember(context, { memberId: member })];
    const { actor } = context;
    const seesTrail = actor.kind === "member" && roleHolds(actor.role, "audit_trail.read");
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "People", href: `/${org}/people` }, { label: person.name }]}
        facts={[{ kind: "next", label: "Next to act", value: "Nobody" }, { kind: "sees", label: "Visible to", value: "Everyone but employees and auditors" }]}
      >
        <PageTitle title={person.name} note={ROLE_WORDS[person.role].label} />
        {person.removedAt === null ? null : (
          <Banner tone="inert" title="Removed">on <Timestamp at={person.removedAt} zone={organization.timeZone} />. What they did keeps their name. Invite the same e-mail again to bring them back.</Banner>
        )}
        <Section title="Facts" flush={false}>
          <div className="pt-2"><KeyValue items={factsOf(person, organization.timeZone)} /></div>
          {seesTrail ? (
            <p className="mt-3 flex flex-wrap gap-x-4">
              <Link className="link" href={`/${org}/audit-trail?actor=${person.id}`}>What they did</Link>
              <Link className="link" href={`/${org}/audit-trail?kind=member&subject=${person.id}`}>What was changed about them</Link>
            </p>
          ) : null}
        </Section>
        {person.removedAt === null && OWNING_ROLES.includes(person.role) ? <Absences org={org} person={person} delegations={await listDelegations(context, { memberId: member })} mayManage={mayManagePeople(context)} /> : null}
        {mayManagePeople(context) && person.removedAt === null ? <Management org={org} person={person} self={actor.kind === "member" && actor.memberId === person.id} /> : null}
      </PageFrame>
    );
  });
}

function factsOf(person: PersonRow, zone: string) {
  return [
    { key: "E-mail", value: person.email },
    { key: "Role", value: `${ROLE_WORDS[person.role].label}: ${ROLE_WORDS[person.role].does}` },
    { key: "Teams", value: person.teams.join(", ") || "none" },
    { key: "Second factor", value: person.secondFactor ? "on" : "off" },
    { key: "Member since", value: <Timestamp at={person.createdAt} zone={zone} /> },
  ];
}

/** When somebody is away and who stands in; an administrator may say it for them. */
function Absences({ org, person, delegations, mayManage }: { org: string; person: PersonRow; delegations: Delegations; mayManage: boolean }) {
  const absences = delegations.given.filter((one) => one.subjectName === null);
  if (absences.length === 0 && !mayManage) return null;
  return (
    <Section title="Away" flush={false}>
      {absences.length === 0 ? <p className="pt-3 text-muted">No absence is known.</p> : (
        <ul className="grid gap-2 pt-3">
          {absences.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center gap-x-3">
              <span>{formatDays(one.firstDay, one.lastDay)}: {one.standInName} stands in{one.standInLeft ? ", but has left" : one.standInAway ? ", but is away too" : ""}.</span>
              {mayManage ? <EndButton action={endDelegationAction.bind(null, org)} id={one.id} label="End absence" /> : null}
            </li>
          ))}
        </ul>
      )}
      {mayManage ? <AwayForm action={declareAbsenceAction.bind(null, org)} people={peopleToChoose(delegations.choices)} today={delegations.today} timeZone={delegations.timeZone} person={{ id: person.id, name: person.name }} /> : null}
    </Section>
  );
}

function Management({ org, person, self }: { org: string; person: PersonRow; self: boolean }) {
  return (
    <>
      <Section title="Role" flush={false}>
        <RoleForm
          key={person.role}
          action={changeRoleAction.bind(null, org)}
          memberId={person.id}
          role={person.role}
          roles={ROLE_ORDER.map((role) => ({ value: role, label: `${ROLE_WORDS[role].label}: ${ROLE_WORDS[role].does}` }))}
        />
      </Section>
      {person.secondFactor && !self ? (
        <Section title="Second factor" flush={false}>
          <RemoveSecondFactor action={removeSecondFactorAction.bind(null, org)} memberId={person.id} name={person.name} />
        </Section>
      ) : null}
      <Section title="Remove" flush={false}>
        <RemovePerson action={removeMemberAction.bind(null, org)} memberId={person.id} name={person.name} self={self} />
      </Section>
    </>
  );
}
