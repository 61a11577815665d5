import type { Metadata } from "next";
import { LookAtUpload } from "#app/_edge/look-at-upload.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { lookAtOwnFramework, type ReadOwnFramework } from "#lib/frameworks/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { takeFrameworkAction } from "./actions.ts";
import { chosenOf, type Chosen } from "./chosen.ts";
import { FrameworkPreview } from "./framework-preview.tsx";
import { NamesForm } from "./names-form.tsx";
import { ProblemList } from "./problem-list.tsx";

export const metadata: Metadata = { title: "Your own framework" };

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const chosen = chosenOf(await searchParams);
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "frameworks.manage");
    const path = `/${org}/frameworks/upload`;
    const outcome = chosen === null || !may ? null : await look(context, chosen);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Frameworks", href: `/${org}/frameworks` }, { label: "Your own" }]}
        facts={[{ kind: "next", label: "Next to act", value: may ? "You" : "Compliance" }, { kind: "sees", label: "Visible to", value: "Compliance" }]}
      >
        <PageTitle title="Your own framework" {...(chosen === null ? {} : { note: chosen.fileName })} actions={chosen === null ? undefined : <LinkButton kind="quiet" href={path}>Another file</LinkButton>} />
        <p className="mt-1 max-w-[70ch] text-muted text-pretty">A contract, an internal standard, a licensed text: its items beside the shipped editions, mapped and counted in the same way. You see what would change before anything does. The same file a second time changes nothing.</p>
        {!may ? <div className="mt-6"><EmptyState kind="no_permission" title="Only compliance adds frameworks">Ask one of them: the list of people shows who they are.</EmptyState></div> : null}
        {may && chosen === null ? <><LookAtUpload url={`/api/uploads/evidence?org=${org}`} path={path} {...FILE} /><Forms /></> : null}
        {outcome === null || chosen === null ? null : "refusal" in outcome ? (
          <div className="mt-6 max-w-[760px]"><Banner tone="critical" title="The file cannot be read">{outcome.refusal}</Banner><LookAtUpload url={`/api/uploads/evidence?org=${org}`} path={path} {...FILE} /></div>
        ) : <Look org={org} chosen={chosen} read={outcome} />}
      </PageFrame>
    );
  });
}

/** A file that cannot be read is no error of the page: its sentence stands where the items would. */
async function look(context: Context, chosen: Chosen): Promise<ReadOwnFramework | { refusal: string }> {
  try {
    return await lookAtOwnFramework(context, chosen);
  } catch (error) {
    if (isAppError(error, "validation")) return { refusal: error.message };
    throw error;
  }
}

function Look({ org, chosen, read }: { org: string; chosen: Chosen; read: ReadOwnFramework }) {
  return (
    <>
      {read.form === "sheet" ? <Section title="What it is called" count="the sheet cannot say it" flush={false}><NamesForm chosen={chosen} /></Section> : null}
      {read.problems.length === 0 ? null : <ProblemList problems={read.problems} count={read.problemCount} />}
      {read.framework === null || read.plan === null ? null : <FrameworkPreview action={takeFrameworkAction.bind(null, org)} org={org} chosen={chosen} framework={read.framework} plan={read.plan} />}
    </>
  );
}

const FILE = { label: "Framework", hint: "YAML (1 MiB), .csv or .xlsx, up to 2,000 items.", accept: ".yaml,.yml,.csv,.tsv,.txt,.xlsx" };

const AS_YAML = `id: supplier-code
name: Supplier code
edition: "2026"
item_label: { one: clause, many: clauses }
groups:
  - { id: S1, title: Access }
requirements:
  - { id: S1.1, group: S1, title: Access ends with the contract }
  - { id: S1.1.1, group: S1, parent: S1.1, title: Within a day }`;

const AS_CSV = `Code,Title,Group,Parent
S1.1,Access ends with the contract,S1 Access,
S1.1.1,Within a day,S1 Access,S1.1`;

/** The two forms that are read, by example. */
function Forms() {
  return (
    <div className="mt-6 grid max-w-[960px] grid-cols-1 gap-x-8 md:grid-cols-2">
      <Section title="As YAML" count="with groups and parents" flush={false}><Example text={AS_YAML} label="Example of a framework as YAML" /></Section>
      <Section title="As CSV or a sheet" count="one item a row" flush={false}><Example text={AS_CSV} label="Example of a framework as CSV" /></Section>
    </div>
  );
}

function Example({ text, label }: { text: string; label: string }) {
  return <pre className="mono mt-3 overflow-x-auto rounded-sm border border-line-soft bg-sunken p-3 text-xs" tabIndex={0} aria-label={label}>{text}</pre>;
}
