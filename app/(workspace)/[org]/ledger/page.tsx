import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { CommandLines } from "#app/_ui/command-lines.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readLedger, type LedgerState } from "#lib/ledger/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { rotateCertificateAction, rotateKeyAction } from "./actions.ts";
import { Rotate } from "./rotate-key.tsx";

export const metadata: Metadata = { title: "Ledger" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const [organization, ledger] = await Promise.all([readOrganization(context, {}), readLedger(context, {})]);
    const { name, timeZone: zone } = organization;
    const mayRotate = context.actor.kind === "member" && roleHolds(context.actor.role, "ledger.rotate_key");
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Ledger" }]}
        facts={[{ kind: "next", label: "Next to act", value: ledger.audit?.fault != null ? "Administrators, on the fault" : ledger.overdue.audit || ledger.overdue.signature ? "The operator, on the worker" : "Nobody: it keeps itself" }, { kind: "sees", label: "Visible to", value: "Compliance, administrators" }]}
      >
        <PageTitle title="Ledger" note="what was recorded here, committed to so that no change goes unseen" />
        <Upkeep org={org} ledger={ledger} zone={zone} />
        <Section title="Tree" flush={false}>
          <div className="pt-3">
            <KeyValue
              wide
              items={[
                { key: "Entries", value: numberText(ledger.size) },
                { key: "Waiting for a place", value: ledger.waiting === 0 ? "none" : ledger.waiting >= 10_000 ? "10,000 or more" : numberText(ledger.waiting) },
                { key: "Root", value: <Hash value={ledger.root} label="Root of the tree" copy /> },
                { key: "Name", value: <span className="mono break-all">{ledger.origin}</span> },
              ]}
            />
          </div>
        </Section>
        <Checkpoints org={org} ledger={ledger} zone={zone} />
        <Keys ledger={ledger} zone={zone} rotate={mayRotate ? <Rotate what="key" action={rotateKeyAction.bind(null, org)} /> : undefined} />
        <Certificates org={org} ledger={ledger} zone={zone} rotate={mayRotate ? <Rotate what="certificate" action={rotateCertificateAction.bind(null, org)} /> : undefined} />
        <Limits org={org} />
      </PageFrame>
    );
  });
}

function Upkeep({ ledger: { audit, overdue, checkpoints, clockSteps }, org, zone }: { ledger: LedgerState; org: string; zone: string }) {
  const [newest] = checkpoints;
  return (
    <>
      {overdue.signature ? (
        <div className="pt-3">
          <Banner tone="caution" title="Not signed when it should have been.">
            {newest === undefined ? "There are entries, and no checkpoint covers any of them." : <>It grew since <Timestamp at={newest.recordedAt} zone={zone} show="minute" />, and no checkpoint covers what came after.</>} The worker may not be running.
          </Banner>
        </div>
      ) : null}
      <ClockSetBack steps={clockSteps} zone={zone} />
      <AuditResult audit={audit} isOverdue={overdue.audit} org={org} zone={zone} />
    </>
  );
}

function ClockSetBack({ steps, zone }: { steps: LedgerState["clockSteps"]; zone: string }) {
  const [newest] = steps;
  if (newest === undefined) return null;
  return (
    <div className="pt-3">
      <Banner tone="caution" title={steps.length === 1 ? "The machine’s clock was set back." : `The machine’s clock was set back ${numberText(steps.length)} times.`}>
        Entry {numberText(newest.index)} was recorded <Timestamp at={newest.after} zone={zone} show="minute" />, after entries of <Timestamp at={newest.before} zone={zone} show="minute" />. Entries keep their order, whatever their times say; times between the two were passed twice.{steps.length === 1 ? null : " Earlier ones stand in the audit trail."}
      </Banner>
    </div>
  );
}

function AuditResult({ audit, isOverdue, org, zone }: { audit: LedgerState["audit"]; isOverdue: boolean; org: string; zone: string }) {
  if (audit === null && isOverdue) return <div className="pt-3"><Banner tone="caution" title="Never audited.">The ledger should have made itself anew from its records once a day. Whether it is as committed is not known. The worker may not be running.</Banner></div>;
  if (audit === null) return <div className="pt-3"><Banner tone="info" title="Not audited yet.">The ledger makes itself anew from its records once a day, and says here what it found.</Banner></div>;
  const at = <Timestamp at={audit.at} zone={zone} show="minute" />;
  const looked = <>{numberText(audit.size)} entries and {numberText(audit.checkpoints)} checkpoints, here and outside the database, {at}.</>;
  if (audit.fault === null && isOverdue) return <div className="pt-3"><Banner tone="caution" title="Not audited for more than two days.">It was as committed then: {looked} Of what happened since nothing is known. The worker may not be running.</Banner></div>;
  if (audit.fault === null) return <p className="pt-3"><strong className="font-semibold">As committed.</strong> <span className="text-muted">Last audit: {looked}</span></p>;
  return <div className="pt-3"><Banner tone="critical" title={audit.faultIndex === null ? "The ledger was changed." : `The ledger was changed at entry ${numberText(audit.faultIndex)}.`}>Last audit: <WithEvidence text={audit.fault} org={org} />. {looked} Nothing after that place can be relied on until it is explained.</Banner></div>;
}

function Checkpoints({ org, ledger: { checkpoints }, zone }: { org: string; ledger: LedgerState; zone: string }) {
  const [newest] = checkpoints;
  return (
    <Section title="Checkpoints" count={checkpoints.length === 0 ? "none yet" : `newest ${checkpoints.length}`} flush={false} aside={<Link className="link" href={`/${org}/ledger/places`}>Where they are kept</Link>}>
      {newest === undefined ? (
        <EmptyState kind="first" title="No checkpoint yet">The first entries are signed within a minute, later ones within the hour.</EmptyState>
      ) : (
        <>
          <div className="command-lines mt-3" role="group" aria-label="The newest checkpoint">
            <CopyButton value={newest.note} label="Copy the newest checkpoint" />
            <pre className="break-all">{newest.note}</pre>
          </div>
          <ol className="mt-3 grid gap-1">
            {checkpoints.map((one) => <li key={one.size}>{numberText(one.size)} entries, signed <Timestamp at={one.recordedAt} zone={zone} show="minute" /></li>)}
          </ol>
          <p className="pt-2"><Link className="link" href={`/${org}/ledger/checkpoints`}>All checkpoints</Link></p>
        </>
      )}
    </Section>
  );
}

function Keys({ ledger: { keys }, zone, rotate }: { ledger: LedgerState; zone: string; rotate: React.ReactNode }) {
  return (
    <Section title="Keys" count={keys.length === 0 ? "none yet" : keys.length} flush={false} aside={rotate}>
      <ul className="grid gap-2 pt-3">
        {keys.map((key, at) => (
          <li key={key.id} className="grid gap-0.5">
            <span><span className="mono text-xs break-all">{key.verifier}</span> <CopyButton value={key.verifier} label="Copy key" /></span>
            <span className="text-muted">{at === 0 ? "signs" : "vouches for what it signed"}, since <Timestamp at={key.createdAt} zone={zone} show="minute" />{key.outside ? ", in an outside key store" : ""}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Certificates({ org, ledger: { certificates }, zone, rotate }: { org: string; ledger: LedgerState; zone: string; rotate: React.ReactNode }) {
  return (
    <Section title="Certificates for documents" count={certificates.length === 0 ? "made within a minute" : certificates.length} flush={false} aside={rotate}>
      <ul className="grid gap-3 pt-3">
        {certificates.map((one, at) => (
          <li key={one.id} className="grid gap-0.5">
            <span>SHA-256 <span className="mono text-xs break-all">{one.fingerprint}</span> <CopyButton value={one.fingerprint} label="Copy fingerprint" /></span>
            <span className="text-muted">{at === 0 ? "signs packets" : "signed packets"}, since <Timestamp at={one.createdAt} zone={zone} show="minute" />, ends <Timestamp at={one.notAfter} zone={zone} show="date" />{one.outside ? ", in an outside key store" : ""}. <a className="link" href={`/${org}/ledger/certificates/${one.id}`} download>Download<span className="sr-only"> the certificate that ends {one.notAfter.toISOString().slice(0, 10)}</span></a></span>
          </li>
        ))}
      </ul>
      <p className="max-w-[72ch] pt-3 text-muted">The report of each packet is signed with it (PAdES, RSA 3072). It says of itself whose it is, so give its SHA-256 to auditors by another way than the packet; their PDF reader shows the rest.</p>
    </Section>
  );
}

function Limits({ org }: { org: string }) {
  return (
    <Section title="What it shows, and what it cannot" flush={false}>
      <div className="grid max-w-[72ch] gap-3 pt-3">
        <p>Each submission, judgement, packet and download is a leaf of a Merkle tree (RFC 6962). A checkpoint signs the root over all of them. Whoever holds a checkpoint, and the key from somewhere else than here, sees every later change of anything before it.</p>
        <p>It does not show what was never recorded, nor whether what was recorded is true. Whoever owns both the database and the signing key could write another ledger from the start: only a checkpoint that somebody else holds gives that away. So <Link className="link" href={`/${org}/ledger/places`}>keep them where others hold them</Link>, and give auditors a checkpoint early.</p>
        <CommandLines label="Judge the ledger and a proof" lines={["# made anew from its records, compared with every checkpoint", `npx tickmark ledger verify --organization ${org}`, "# one proof, without a database", "npx tickmark ledger verify EV-1031.tlog-proof --key 'KEY'"]} />
      </div>
    </Section>
  );
}

/** What an audit says, with the evidence that it names as a link. */
function WithEvidence({ text, org }: { text: string; org: string }) {
  const [before = "", id, after] = text.split(/(evi_[0-9a-f]{32})/);
  return id === undefined ? text : <>{before}<Link className="link mono" href={`/${org}/evidence/${id}`}>{id}</Link>{after}</>;
}
