import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { ROLE_ORDER, ROLE_WORDS } from "#lib/people/client.ts";
import { readMember, type PersonRow } from "#lib/people/index.ts";
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
