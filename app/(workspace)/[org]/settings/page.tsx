import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { runPage } from "#app/_edge/page-error.tsx";
import { timeZones } from "#app/_edge/time-zones.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization, type OrganizationRow } from "#lib/organizations/index.ts";
import { REGIONS, regionExample } from "#lib/platform/region.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { listSettings, type SettingRow } from "#lib/settings/index.ts";
import { changeApprovalAction, changeOrganizationAction, changeResolutionAction, changeSettingAction, requireSecondFactorAction } from "./actions.ts";
import { OrganizationForm } from "./organization-form.tsx";
import { SettingForm } from "./setting-form.tsx";
import { ChoiceForm } from "./choice-form.tsx";
import { SecondFactorForm } from "./second-factor-form.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";
import { settingFields } from "./setting-fields.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const [organization, settings] = await Promise.all([readOrganization(context, {}), listSettings(context, {})]);
    const { actor } = context;
    const mayChange = actor.kind === "member" && roleHolds(actor.role, "settings.manage");
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Settings" }]}
        facts={[{ kind: "next", label: "Next to act", value: "Nobody" }, { kind: "sees", label: "Visible to", value: "Compliance, administrators" }]}
      >
        <PageTitle title="Settings" note={mayChange ? undefined : "only administrators change them"} />
        <SettingsTabs org={org} current="general" mayManageKeys={mayChange} />
        <p className="mt-3 max-w-[70ch] text-muted">
          A change holds from now on. What happened before keeps being judged by the values of its time.{" "}
          <Link className="link" href={`/${org}/audit-trail?kind=setting`}>Who changed what</Link>
        </p>
        <SecondFactorSetting org={org} requiredFrom={requiredFrom(settings)} mayChange={mayChange} today={dayOf(context.clock.now(), organization.timeZone)} zone={organization.timeZone} />
        <ApprovalSetting org={org} settings={settings} mayChange={mayChange} />
        <ResolutionSetting org={org} settings={settings} mayChange={mayChange} />
        {settings.filter(({ name }) => !APART.has(name)).map((setting) => <Setting key={setting.name} org={org} setting={setting} mayChange={mayChange} />)}
        <OrganizationFacts organization={organization}>
          {mayChange ? <OrganizationForm key={`${organization.name} ${organization.timeZone} ${organization.region}`} action={changeOrganizationAction.bind(null, org)} name={organization.name} timeZone={organization.timeZone} region={organization.region} zones={timeZones()} /> : null}
        </OrganizationFacts>
      </PageFrame>
    );
  });
}

function Setting({ org, setting, mayChange }: { org: string; setting: SettingRow; mayChange: boolean }) {
  const { unit, fields } = settingFields(setting.name, setting.value);
  return (
    <Section title={setting.title} count={fields.length > 1 ? `in ${unit}` : undefined} id={setting.name} flush={false}>
      {mayChange ? (
        <SettingForm action={changeSettingAction.bind(null, org)} name={setting.name} fields={fields} unit={unit} />
      ) : (
        <div className="pt-2"><KeyValue items={fields.map((field) => ({ key: field.label, value: `${numberText(field.value)} ${unit}` }))} /></div>
      )}
    </Section>
  );
}

const SECOND_FACTOR = "second_factor_required_from";
const CONTROL_APPROVAL = "control_approval";
const VENDOR_RESOLUTION = "vendor_alert_resolution";
/** With a form of their own: here, or where the checkpoints of the ledger are kept. */
const APART = new Set<string>([SECOND_FACTOR, CONTROL_APPROVAL, VENDOR_RESOLUTION, "ledger_time_stamp", "ledger_mail_addresses"]);

function requiredFrom(settings: readonly SettingRow[]): string | null {
  const value = settings.find(({ name }) => name === SECOND_FACTOR)?.value;
  return typeof value === "string" && value !== "never" ? value : null;
}

type SecondFactorSettingProps = { org: string; requiredFrom: string | null; mayChange: boolean; today: string; zone: string };

function SecondFactorSetting({ org, requiredFrom: from, mayChange, today, zone }: SecondFactorSettingProps) {
  return (
    <Section title="Second factor" id={SECOND_FACTOR} flush={false} aside={<Link className="link" href={`/${org}/people`}>Who has one</Link>}>
      {mayChange ? (
        <SecondFactorForm action={requireSecondFactorAction.bind(null, org)} from={from} today={today} zone={zone} />
      ) : (
        <div className="pt-2"><KeyValue items={[{ key: "Required", value: from === null ? "no" : `of everybody, from ${from} (${zone})` }]} /></div>
      )}
    </Section>
  );
}

/** Whether another person approves what changes a control's statement, scope and mappings. */
const APPROVALS = [
  { value: "second_person", label: "is approved by another person", hint: "Where nobody else can, its author applies it alone." },
  { value: "waived", label: "is applied by its author alone", hint: "The history, the control’s page and packets say that nobody else approved it." },
];

function ApprovalSetting({ org, settings, mayChange }: { org: string; settings: readonly SettingRow[]; mayChange: boolean }) {
  const setting = settings.find(({ name }) => name === CONTROL_APPROVAL);
  const waived = setting?.value === "waived";
  return (
    <Section title={setting?.title ?? ""} id={CONTROL_APPROVAL} flush={false} aside={<Link className="link" href={`/${org}/controls/drafts`}>Drafts</Link>}>
      {mayChange ? <ChoiceForm action={changeApprovalAction.bind(null, org)} label="A changed statement, scope or mapping" value={waived ? "waived" : "second_person"} options={APPROVALS} /> : (
        <div className="pt-2"><KeyValue items={[{ key: "Statement, scope, mappings", value: waived ? "changed without a second person, which is waived" : "another person approves a change" }]} /></div>
      )}
    </Section>
  );
}

/** Whether an alert that its vendor calls over is closed by that, where nobody had taken it. */
const RESOLUTIONS = [
  { value: "people_judge", label: "is judged by people all the same", hint: "It shows what the vendor says, and waits for a verdict." },
  { value: "close_untaken", label: "is closed where nobody has taken it", hint: "As “ended at the vendor”, which is nobody’s verdict; packets say so, and it may still be judged." },
];

function ResolutionSetting({ org, settings, mayChange }: { org: string; settings: readonly SettingRow[]; mayChange: boolean }) {
  const setting = settings.find(({ name }) => name === VENDOR_RESOLUTION);
  const closes = setting?.value === "close_untaken";
  return (
    <Section title={setting?.title ?? ""} id={VENDOR_RESOLUTION} flush={false} aside={<Link className="link" href={`/${org}/alerts?source=vendor`}>Alerts of vendors</Link>}>
      {mayChange ? <ChoiceForm action={changeResolutionAction.bind(null, org)} label="An alert that its vendor calls over" value={closes ? "close_untaken" : "people_judge"} options={RESOLUTIONS} /> : (
        <div className="pt-2"><KeyValue items={[{ key: "Once the vendor calls it over", value: closes ? "closed where nobody has taken it" : "judged by people all the same" }]} /></div>
      )}
    </Section>
  );
}

/** Name, time zone and region as a form for who may change them, else as facts; and what nobody changes. */
function OrganizationFacts({ organization, children }: { organization: OrganizationRow; children: ReactNode }) {
  return (
    <Section title="Organization" flush={false}>
      {children}
      <div className="pt-3"><KeyValue
        items={[
          ...(children === null ? [{ key: "Name", value: organization.name }, { key: "Time zone", value: organization.timeZone }, { key: "Region", value: `${REGIONS[organization.region].name}: ${regionExample(organization.region)}` }] : []),
          { key: "Address", value: <code>/{organization.slug}</code> },
          { key: "Since", value: <Timestamp at={organization.createdAt} zone={organization.timeZone} show="date" /> },
          ...(organization.demo ? [{ key: "Data", value: "Demo data: invented people, systems and events" }] : []),
        ]}
      /></div>
    </Section>
  );
}
