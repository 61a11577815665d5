import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { addressValue } from "#app/_list/address-value.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { readStandardChoices } from "#lib/standards/index.ts";
import { proposeStandardAction } from "../actions.ts";
import { StandardForm } from "../standard-form.tsx";

export const metadata: Metadata = { title: "Propose a standard" };

/** A standard for a type of system that has none yet. */
export default async function NewStandardPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const type = addressValue(await searchParams, "type");
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const { checks } = await readStandardChoices(context, {});
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Standards", href: `/${org}/standards` }, { label: "Propose" }]}
        facts={[{ kind: "next", label: "Next to act", value: "You, then another person to approve" }, { kind: "sees", label: "Auditor sees", value: "A version that is used as evidence" }]}
      >
        <PageTitle title="Propose a standard" />
        <StandardForm action={proposeStandardAction.bind(null, org)} number={null} written={{ title: "", systemType: "", types: type === undefined ? [] : [type], checks: [], controlCodes: [], source: "", address: "", statement: "", logging: "" }} checks={checks} />
      </PageFrame>
    );
  });
}
