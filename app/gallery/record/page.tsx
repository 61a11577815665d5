import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Button } from "#app/_ui/button.tsx";
import { CoverageBar, CoverageKey } from "#app/_ui/coverage-bar.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import { GalleryShell } from "../gallery-shell.tsx";
import { RequestTable } from "../request-table.tsx";
import { FACTS, HOLES, LANES, TICKS, TODAY } from "../sample-data.ts";

const TABS = [
  { label: "Summary", href: "/gallery/record", current: true },
  { label: "Evidence", href: "/gallery/list", count: 6, current: false },
  { label: "Checks", href: "/gallery/checks", count: 14, current: false },
  { label: "Populations", href: "/gallery/populations", count: 4, current: false },
  { label: "Tests", href: "/gallery/tests", count: 2, current: false },
  { label: "History", href: "/gallery/history", current: false },
];

/** A record as pages build it: title, tabs, sections, and facts in the rail. */
export default function RecordPage() {
  return (
    <GalleryShell>
      <PageFrame crumbs={[{ label: "Controls", href: "/gallery" }, { label: "SYS.2.07" }]} facts={FACTS}>
        <WithRail rail={<Rail />}>
          <PageTitle code="SYS.2.07" title="System security monitoring" actions={<><Button>Create packet</Button><Button kind="primary">Renew Jira token</Button></>} />
          <Tabs label="Parts of SYS.2.07" items={TABS} />
          <p className="mb-6 max-w-[70ch] text-lg text-pretty">Critical systems are watched against written security criteria. What breaches them reaches a named, authorized person, and every confirmed incident is followed until it is resolved.</p>
          <Section title="Period coverage" count="1 Oct – 31 Dec 2026, Europe/Dublin" aside={<CoverageKey />}>
            <CoverageBar label="Period coverage" lanes={LANES} ticks={TICKS} today={TODAY} holes={HOLES} />
          </Section>
          <Section title="Evidence requests" count="2 of 6 met" aside="1 due soon · 1 partial · 1 denied · 1 could not run"><RequestTable /></Section>
        </WithRail>
      </PageFrame>
    </GalleryShell>
  );
}

function Rail() {
  return (
    <>
      <RailSection><p className="mb-3"><StatusBadge status="partial" /></p><KeyValue items={[{ key: "Proven", value: "43 of 51 days" }, { key: "Next to act", value: "Ines Okafor, renew Jira token" }, { key: "Owner", value: <>Security Operations<br /><span className="text-muted">Priya Raman</span></> }, { key: "Operates", value: "Continuously, per event" }, { key: "Version", value: <>v6 <span className="text-muted">effective 1 Oct 2026</span></> }]} /></RailSection>
      <RailSection title="Scope"><p>All production: 42 hosts, 3 AWS accounts, 2 subdomains, 4 third-party systems. Unlabelled counts as production.</p></RailSection>
    </>
  );
}
