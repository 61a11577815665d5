import type { Metadata } from "next";
import { LookAtUpload } from "#app/_edge/look-at-upload.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { chosenSheet, orRefusal, type ChosenSheet } from "#app/_sheet/chosen-sheet.ts";
import { ColumnsForm } from "#app/_sheet/columns-form.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { IMPORT_FIELD_NAMES, IMPORT_FIELDS, type ImportField } from "#lib/control-import/client.ts";
import { previewSpreadsheet, type ImportPreview, type ReadImport } from "#lib/control-import/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { importControlsAction } from "./actions.ts";
import { ImportForm } from "./import-form.tsx";
import { ProblemList } from "./problem-list.tsx";

const FILE = { label: "Spreadsheet", hint: "One control a row: .xlsx or .csv, without macros or password.", accept: ".xlsx,.csv,.tsv,.txt,.xlsm,.xls" };

export const metadata: Metadata = { title: "Import controls" };

type Chosen = ChosenSheet<ImportField>;

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const chosen = chosenSheet(await searchParams, IMPORT_FIELD_NAMES);
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "controls.adopt");
    const path = `/${org}/controls/import`;
    const outcome = chosen === null || !may ? null : await orRefusal(previewSpreadsheet(context, chosen));
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Controls", href: `/${org}/controls` }, { label: "Import" }]}
        facts={[{ kind: "next", label: "Next to act", value: may ? "You" : "An administrator" }, { kind: "sees", label: "Visible to", value: "Administrators" }]}
      >
        <PageTitle title="Import controls" {...(chosen === null ? {} : { note: chosen.fileName })} actions={chosen === null ? undefined : <LinkButton kind="quiet" href={path}>Another file</LinkButton>} />
        <p className="mt-1 max-w-[70ch] text-muted text-pretty">Your own controls from a spreadsheet. You see what would be created and changed before anything is. The same file a second time changes nothing.</p>
        {may && chosen === null ? <Sheets org={org} /> : null}
        {!may ? <div className="mt-6"><EmptyState kind="no_permission" title="Only administrators import controls">Ask one of them: the list of people shows who they are.</EmptyState></div> : null}
        {may && (chosen === null || outcome === null) ? <LookAtUpload url={`/api/uploads/evidence?org=${org}`} path={path} {...FILE} /> : null}
        {chosen === null || outcome === null ? null : "refusal" in outcome ? (
          <div className="mt-6 max-w-[760px]"><Banner tone="critical" title="The file cannot be read">{outcome.refusal}</Banner><LookAtUpload url={`/api/uploads/evidence?org=${org}`} path={path} {...FILE} /></div>
        ) : <Look org={org} chosen={chosen} read={outcome.read} preview={outcome.preview} />}
      </PageFrame>
    );
  });
}

function Look({ org, chosen, read, preview }: { org: string; chosen: Chosen; read: ReadImport; preview: ImportPreview | null }) {
  return (
    <>
      <Section title="Columns" count={`headers in row ${read.header.number}`} flush={false}>
        <ColumnsForm
          file={chosen.sha256} fileName={chosen.fileName} sheetName={read.sheetName} sheetNames={read.sheetNames}
          offered={read.offered.map((one) => ({ value: String(one.index), label: one.label }))}
          fields={IMPORT_FIELD_NAMES.map((field) => ({ name: field, label: IMPORT_FIELDS[field].label, required: IMPORT_FIELDS[field].required, column: read.columns[field] }))}
        />
      </Section>
      {read.notes.map((note) => <div key={note} className="mt-4 max-w-[760px]"><Banner tone="info" title={note} /></div>)}
      {preview === null ? <div className="mt-6"><EmptyState kind="first" title="Which columns hold the code and the title?">No row of the sheet has headers that say so. Choose them above, then look it over.</EmptyState></div> : (
        <>
          {preview.problemCount === 0 ? null : <ProblemList preview={preview} headerOf={(field) => read.header.cells[read.columns[field] ?? -1] ?? IMPORT_FIELDS[field].label} />}
          <ImportForm action={importControlsAction.bind(null, org)} source={{ file: chosen.sha256, name: chosen.fileName, sheet: read.sheetName, columns: Object.entries(read.columns).map(([field, column]) => `${field}:${column}`) }} preview={preview} controlsHref={`/${org}/controls`} weekHref={`/${org}/first-week/controls`} />
        </>
      )}
    </>
  );
}

/** Files whose columns are read without a word: an empty one to fill in, and the controls that are there. */
function Sheets({ org }: { org: string }) {
  const link = (file: string, text: string) => <a className="link" href={`/api/controls/${org}/${file}`} download>{text}</a>;
  return <p className="mt-2 max-w-[70ch] text-muted">Begin with a template ({link("template.xlsx", "XLSX")}, {link("template.csv", "CSV")}), or with your controls as they are ({link("controls.xlsx", "XLSX")}, {link("controls.csv", "CSV")}): the same columns, also of tests, days and successors.</p>;
}
