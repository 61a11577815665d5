import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { FirstWeekFrame } from "#app/_first-week/first-week-frame.tsx";
import { SettleForm } from "#app/_first-week/settle-form.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { DOMAINS, listControls, listLibrary, type LibraryRow } from "#lib/controls/index.ts";
import { listAims } from "#lib/engagements/index.ts";
import { readFirstWeek } from "#lib/first-week/index.ts";
import { listFrameworkNames } from "#lib/frameworks/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { adoptControlsStepAction, settleStepAction } from "../actions.ts";
import { ChooseForm, type OfferedDomain } from "./choose-form.tsx";

export const metadata: Metadata = { title: "Controls" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const week = await readFirstWeek(context, {});
    const organization = await readOrganization(context, {});
    const aims = (await listAims(context, {})).map((aim) => aim.frameworkKey);
    const names = new Map((await listFrameworkNames(context, {})).map((one) => [one.key, one.name]));
    const library = (await listLibrary(context, { adopted: false })).rows;
    const { total } = await listControls(context, { size: 1 });
    const settle = settleStepAction.bind(null, org);
    return (
      <FirstWeekFrame
        org={org} organization={organization.name} week={week} step="controls"
        lead="A control says what you do, and evidence proves it. Take what fits from the library, bring your own in a spreadsheet, or both."
        later={<SettleForm action={settle} fields={{ step: "controls", state: "put_off" }}>Leave for later</SettleForm>}
      >
        {total === 0 ? null : (
          <Section title="What you have" count={`${total} ${total === 1 ? "control" : "controls"}`} flush={false}>
            <div className="flex flex-wrap items-center gap-2 pt-3">
              <SettleForm action={settle} fields={{ step: "controls", state: "done" }} kind={library.length === 0 ? "primary" : "secondary"}>Go on with these</SettleForm>
              <LinkButton kind="quiet" href={`/${org}/controls`}>Look at them</LinkButton>
            </div>
          </Section>
        )}
        <Section title="Your own" flush={false}>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-3"><LinkButton href={`/${org}/controls/import`}>Import a spreadsheet</LinkButton><span className="text-muted">.xlsx or .csv; its columns are matched, and you see everything before it is done.</span></div>
        </Section>
        <Section title="From the library" count={`${library.length} not adopted`} flush={false}>
          <ChooseForm action={adoptControlsStepAction.bind(null, org)} domains={domainsOf(library, aims, names)} libraryHref={`/${org}/controls/library`} />
        </Section>
      </FirstWeekFrame>
    );
  });
}

/** By domain, with what serves the frameworks aimed at chosen already; without an aim, nothing is. */
function domainsOf(library: readonly LibraryRow[], aims: readonly string[], names: ReadonlyMap<string, string>): OfferedDomain[] {
  return Object.entries(DOMAINS).flatMap(([key, label]) => {
    const rows = library.filter((row) => row.domain === key);
    if (rows.length === 0) return [];
    return [{ key, label, controls: rows.map((row) => ({ code: row.code, title: row.title, serves: servesText(row, aims, names), chosen: row.serves.some((one) => aims.includes(one.frameworkKey)) })) }];
  });
}

function servesText({ serves }: LibraryRow, aims: readonly string[], names: ReadonlyMap<string, string>): string {
  const shown = serves.filter((one) => aims.includes(one.frameworkKey));
  return shown.map((one) => `${names.get(one.frameworkKey) ?? one.frameworkKey} ${[...one.satisfies, ...one.contributes].slice(0, 4).join(", ")}${one.satisfies.length + one.contributes.length > 4 ? " and more" : ""}`).join(" · ");
}
