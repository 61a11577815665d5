import type { Metadata } from "next";
import { LookAtUpload } from "#app/_edge/look-at-upload.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { authorize } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { previewPack, type PackPreview } from "#lib/rules/index.ts";
import { importPackAction } from "./actions.ts";
import { PackForm } from "./pack-form.tsx";

export const metadata: Metadata = { title: "Import rules" };

const FILE = { label: "Archive of rules", hint: "A ZIP with one .yml file a rule, up to 5,000 of them.", accept: ".zip" };
/** Entries and problems that are listed; the counts are of all. */
const LISTED = 500;

export default async function ImportRulesPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const chosen = typeof query["file"] === "string" && /^[0-9a-f]{64}$/.test(query["file"]) ? { sha256: query["file"], fileName: typeof query["name"] === "string" ? query["name"].slice(0, 255) : "rules.zip" } : null;
  return runPage(org, async (context) => {
    authorize(context, "rules.manage");
    const { name } = await readOrganization(context, {});
    const path = `/${org}/rules/import`;
    const outcome = chosen === null ? null : await look(context, chosen.sha256);
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Rules", href: `/${org}/rules` }, { label: "Import" }]}
        facts={[{ kind: "next", label: "Next to act", value: "You; then another person, who approves" }, { kind: "sees", label: "Auditor sees", value: "who imported and approved a rule in force" }]}
      >
        <PageTitle title="Import rules" {...(chosen === null ? {} : { note: chosen.fileName })} actions={chosen === null ? undefined : <LinkButton kind="quiet" href={path}>Another file</LinkButton>} />
        <p className="mt-1 max-w-[70ch] text-muted text-pretty">Each rule is compiled before anything is kept, and you see what would be taken. Authors and licences stay with their rules. What is taken is proposed: it detects once another person approved it.</p>
        {chosen === null ? <LookAtUpload url={`/api/uploads/evidence?org=${org}`} path={path} {...FILE} /> : null}
        {outcome !== null && "refusal" in outcome ? <div className="mt-6 max-w-[760px]"><Banner tone="critical" title="Nothing was taken">{outcome.refusal}</Banner><LookAtUpload url={`/api/uploads/evidence?org=${org}`} path={path} {...FILE} /></div> : null}
        {outcome !== null && chosen !== null && "entries" in outcome ? (
          <>
            <PackForm action={importPackAction.bind(null, org)} chosen={chosen} count={outcome.entries.filter(({ standing }) => standing !== "same").length} licenseLine={outcome.licenseLine} textsHref={`/${org}/rules/texts`} />
            <Refused problems={outcome.refused} />
            <Entries preview={outcome} />
          </>
        ) : null}
      </PageFrame>
    );
  });
}

/** An archive that cannot be taken is no error of the page: its sentence stands where the rules would. */
async function look(context: Context, sha256: string): Promise<PackPreview | { refusal: string }> {
  try {
    return await previewPack(context, { sha256 });
  } catch (error) {
    if (isAppError(error) && (error.reason.startsWith("zip_") || error.reason === "pack_too_large")) return { refusal: error.message };
    throw error;
  }
}

function Refused({ problems }: { problems: PackPreview["refused"] }) {
  if (problems.length === 0) return null;
  return (
    <Section title="Cannot be taken" count={`${numberText(problems.length)} ${problems.length === 1 ? "problem" : "problems"}; these files are left out`} flush={false}>
      <ul className="max-h-[360px] overflow-y-auto" tabIndex={0} aria-label="Problems">
        {problems.slice(0, LISTED).map((one, at) => (
          <li key={at} className="grid grid-cols-[16px_minmax(0,1fr)] items-start gap-x-2 border-b border-line-soft py-1.5">
            <span className="mt-0.5"><Glyph name="fail" tone="critical" /></span>
            <span className="min-w-0 break-words"><span className="mono">{one.path}</span>, line {one.line}, column {one.column}: {one.message}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const STANDING_WORDS = { new: "new", version: "a new version", same: "here already" } as const;

function Entries({ preview: { entries, leftOut } }: { preview: PackPreview }) {
  return (
    <Section title="Compile" count={`${numberText(entries.length)} ${entries.length === 1 ? "file" : "files"}${entries.length > LISTED ? `, the first ${LISTED} shown` : ""}`} aside={leftOut === 0 ? undefined : <span className="text-xs text-muted">{leftOut} {leftOut === 1 ? "file is" : "files are"} no YAML</span>} flush={false}>
      {entries.length === 0 ? <p className="pt-3 text-muted">Nothing in it can be taken.</p> : (
        <ul className="max-h-[480px] overflow-y-auto" tabIndex={0} aria-label="Rules to take">
          {entries.slice(0, LISTED).map((one) => (
            <li key={one.path} className="min-w-0 border-b border-line-soft py-1.5 break-words">
              {one.title}
              <span className="block text-muted">{[STANDING_WORDS[one.standing], one.severity, one.author === null ? "author not stated" : `by ${one.author}`, one.license ?? "licence not stated", one.rules === 1 ? "" : `${one.rules} rules`, one.path].filter((part) => part !== "").join(" · ")}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
