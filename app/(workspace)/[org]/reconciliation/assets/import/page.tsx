import type { Metadata } from "next";
import { LookAtUpload } from "#app/_edge/look-at-upload.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { chosenSheet, orRefusal, type ChosenSheet } from "#app/_sheet/chosen-sheet.ts";
import { ColumnsForm } from "#app/_sheet/columns-form.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { ASSET_FIELD_NAMES, ASSET_FIELDS, ASSET_KINDS, type AssetField, type AssetKind } from "#lib/reconciliation/client.ts";
import { namesSomething, readAssetFile, type AssetFile } from "#lib/reconciliation/index.ts";
import { assetKindAsked } from "#app/_reconciliation/asset-list.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { importAssetsAction } from "../actions.ts";
import { ImportForm } from "./import-form.tsx";

const FILE = { label: "List", hint: "One a row: .xlsx or .csv, without macros or password.", accept: ".xlsx,.csv,.tsv,.txt,.xlsm,.xls" };
/** Assets and rows left out that are shown before they are taken. */
const SHOWN = 50;

export const metadata: Metadata = { title: "Import an asset list" };

type Chosen = ChosenSheet<AssetField>;

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const chosen = chosenSheet(query, ASSET_FIELD_NAMES);
  const kind = assetKindAsked(query);
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "inventory.define");
    const base = `/${org}/reconciliation/assets`;
    const list = hrefWith(base, {}, { kind: kind === "machine" ? null : kind });
    const upload = <LookAtUpload url={`/api/uploads/evidence?org=${org}`} path={`${base}/import`} also={{ kind }} {...FILE} />;
    const outcome = chosen === null || !may ? null : await orRefusal(readAssetFile(context, { ...chosen, kind }));
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Reconciliation", href: `/${org}/reconciliation` }, { label: "Asset list", href: list }, { label: "Import" }]}
        facts={[{ kind: "next", label: "Next to act", value: may ? "You" : "Administrators, compliance managers" }, { kind: "sees", label: "Visible to", value: "Your people, not auditors" }]}
      >
        <PageTitle title={`Import a list: ${ASSET_KINDS[kind].label.toLowerCase()}`} {...(chosen === null ? {} : { note: chosen.fileName })} />
        <p className="mt-1 max-w-[70ch] text-muted text-pretty">The company’s own list of what it has. You say what its columns hold, and look it over before anything is taken. Each import is a version; the ones before stay, each with its file.</p>
        {!may ? <div className="mt-6"><EmptyState kind="no_permission" title="You may not import lists">Only administrators and compliance managers do.</EmptyState></div> : null}
        {may && outcome === null ? upload : null}
        {chosen === null || outcome === null ? null : "refusal" in outcome
          ? <div className="mt-6 max-w-[760px]"><Banner tone="critical" title="The file cannot be read">{outcome.refusal}</Banner>{upload}</div>
          : <Look org={org} kind={kind} chosen={chosen} read={outcome} list={list} />}
      </PageFrame>
    );
  });
}

function Look({ org, kind, chosen, read, list }: { org: string; kind: AssetKind; chosen: Chosen; read: AssetFile; list: string }) {
  const { assets, leftOut, columns } = read;
  return (
    <>
      <Section title="Columns" count={`headers in row ${read.header.number}`} flush={false}>
        <ColumnsForm
          also={{ kind }}
          file={chosen.sha256} fileName={chosen.fileName} sheetName={read.sheetName} sheetNames={read.sheetNames}
          offered={read.offered.map((one) => ({ value: String(one.index), label: one.label }))}
          fields={ASSET_FIELD_NAMES.map((field) => ({ name: field, label: ASSET_FIELDS[field].label, required: ASSET_FIELDS[field].required, column: columns[field] }))}
        />
      </Section>
      {!namesSomething(columns) ? <div className="mt-6"><EmptyState kind="first" title="Which column names the assets?">No row of the sheet has headers that say so. Choose it above, then look it over.</EmptyState></div> : (
        <>
          {leftOut.length === 0 ? null : <Section title="Left out" count={numberText(leftOut.length)} flush={false}><ul className="pt-2">{leftOut.slice(0, SHOWN).map(({ row, why }) => <li key={row}>Row {row}: {why}</li>)}</ul></Section>}
          <Section title="Assets" count={numberText(assets.length)} flush={false}>
            <ul className="max-h-[420px] overflow-y-auto" tabIndex={0} aria-label="Assets that would be taken">
              {assets.slice(0, SHOWN).map(({ row, name, identifiers, owner, environment, criticality, purpose }) => (
                <li key={row} className="grid gap-0.5 border-b border-line-soft py-1.5"><span className="font-medium break-all">{name}</span><span className="break-words text-muted">{[identifiers.join(", ") || "no identifier", owner || "no owner", environment || "no environment", criticality || "no criticality", purpose || "no purpose"].join("; ")}</span></li>
              ))}
            </ul>
            {assets.length > SHOWN ? <p className="pt-2 text-muted">And {numberText(assets.length - SHOWN)} more.</p> : null}
          </Section>
          {assets.length === 0 ? null : <ImportForm action={importAssetsAction.bind(null, org)} source={{ kind, file: chosen.sha256, name: chosen.fileName, sheet: read.sheetName, columns: Object.entries(columns).map(([field, column]) => `${field}:${column}`) }} count={assets.length} listHref={list} />}
        </>
      )}
    </>
  );
}
