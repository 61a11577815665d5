import Link from "next/link";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import { ASSET_FIELDS, ASSET_KINDS, ASSET_STATUS, type AssetKind } from "#lib/reconciliation/client.ts";
import { matchesPattern, type AssetView } from "#lib/reconciliation/index.ts";
import { standardReference } from "#lib/standards/client.ts";
import type { StandardRow } from "#lib/standards/index.ts";

type Props = { org: string; kind: AssetKind; asset: AssetView; standards: readonly StandardRow[]; zone: string };

/** One asset: how it stands, what the list says and said of it, what was collected, and the standard of its type. */
export function AssetRecord({ org, kind, asset, standards, zone }: Props) {
  return (
    <>
      <PageTitle title={asset.name} note={ASSET_KINDS[kind].one} />
      <WithRail rail={<Rail org={org} asset={asset} />}>
        <Section title="In the list" flush={false}>{asset.asset === null ? <p className="pt-2 text-muted">The newest list does not name it.</p> : <Listed asset={asset.asset} />}</Section>
        {asset.differences.length === 0 ? null : (
          <Section title="What differs" count={numberText(asset.differences.length)} flush={false}>
            <ul className="grid gap-1 pt-2">{asset.differences.map(({ attribute, listed, collected }) => <li key={attribute}><span className="font-medium">{attribute}</span>: listed {listed}, collected {collected}</li>)}</ul>
          </Section>
        )}
        <Collected org={org} kind={kind} asset={asset} standards={standards} zone={zone} />
        <Versions asset={asset} zone={zone} />
      </WithRail>
    </>
  );
}

function Rail({ org, asset: { state, controls } }: Pick<Props, "org" | "asset">) {
  return (
    <>
      <RailSection title="Standing"><StatusInline {...ASSET_STATUS[state]} /></RailSection>
      <RailSection title="Serves">{controls.length === 0 ? <p className="text-muted">No control of yours rests on this list.</p> : <p>{controls.map((code, at) => <span key={code}>{at === 0 ? "" : ", "}<Link prefetch={false} className="link" href={`/${org}/controls/${code}`}>{code}</Link></span>)}</p>}</RailSection>
    </>
  );
}

const FIELDS = ["purpose", "owner", "environment", "criticality"] as const;

function Listed({ asset }: { asset: NonNullable<AssetView["asset"]> }) {
  return (
    <div className="pt-2">
      <KeyValue items={[
        { key: "Row", value: numberText(asset.row) },
        { key: "Identifiers", value: asset.identifiers.length === 0 ? <span className="text-muted">none</span> : <span className="mono break-words">{asset.identifiers.join(", ")}</span> },
        ...FIELDS.map((field) => ({ key: ASSET_FIELDS[field].label, value: asset[field] === "" ? <span className="text-muted">not said</span> : asset[field] })),
      ]} />
    </div>
  );
}

function Collected({ org, kind, asset: { found, state }, standards, zone }: Pick<Props, "org" | "kind" | "asset" | "standards" | "zone">) {
  if (found.length === 0) return <Section title="Collected" flush={false}><p className="pt-2 text-muted">{state === "unknown" ? "Nothing that was collected has its names, and nothing here sees all there is." : "Nothing that was collected has its names."}</p></Section>;
  return (
    <Section title="Collected" count={numberText(found.length)} flush={false}>
      <ul className="grid gap-4 pt-2">
        {found.map(({ id, name, type, account, region, scope, firstSeenAt }) => (
          <li key={id} className="grid gap-1">
            <p>{kind === "third_party" ? <span className="font-medium">{name}</span> : <Link prefetch={false} className="link break-all" href={hrefWith(`/${org}/inventory`, {}, { object: id })}>{name}</Link>} <span className="mono text-muted">{kind === "third_party" ? "" : type}</span> <span className="text-muted">{[account, region].filter((part) => part !== null).join(" ")}</span></p>
            <p className="text-muted">{scope.scope === "out" ? "Out of scope" : "In scope"}, {scope.environment === "production" ? "production" : "not production"}{scope.environmentRule === null ? " by no rule" : ""}, criticality {scope.criticality ?? "not said"}; known since <Timestamp at={firstSeenAt} zone={zone} show="date" /></p>
            {kind === "third_party" ? null : <Standard org={org} type={type} standards={standards} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The configuration standard in force that names a type, or that there is none. */
function Standard({ org, type, standards }: { org: string; type: string; standards: readonly StandardRow[] }) {
  const own = standards.filter(({ types, approvedAt, status }) => approvedAt !== null && status !== "not_applicable" && types.some((pattern) => matchesPattern(type, pattern)));
  if (own.length === 0) return <StatusInline status="fail" word="No configuration standard for its type" />;
  return <p>{own.map(({ number, title, held }) => <span key={number} className="flex flex-wrap items-center gap-x-3"><Link prefetch={false} className="link" href={`/${org}/standards/${standardReference(number)}`}>{standardReference(number)}, {title}</Link><StatusInline {...held} /></span>)}</p>;
}

function Versions({ asset: { versions }, zone }: Pick<Props, "asset" | "zone">) {
  if (versions.length === 0) return null;
  return (
    <Section title="In each version of the list" count={numberText(versions.length)} flush={false}>
      <ul className="grid gap-1 pt-2">
        {versions.map(({ version, fileName, importedAt, importedByName, said }) => (
          <li key={version} className="wrap-anywhere"><span className="mono">v{version}</span> <Timestamp at={importedAt} zone={zone} show="date" /> {said === null ? <span className="text-muted">not in it</span> : <span>{FIELDS.map((field) => said[field]).filter((word) => word !== "").join("; ") || "named, and nothing said of it"}</span>} <span className="text-muted">{fileName}, imported by {importedByName}</span></li>
        ))}
      </ul>
    </Section>
  );
}
