import { Section } from "#app/_ui/section.tsx";
import type { ControlVersionRow } from "#lib/controls/index.ts";
import { Prose } from "./prose.tsx";
import { TestSection } from "./test-section.tsx";

/** Why the control is there, how to run it, how it is tested, and what an auditor validates. */
export function ControlGuidance({ version }: { version: Pick<ControlVersionRow, "code" | "context" | "scope" | "guidance" | "howTested" | "designTest" | "operatingTest" | "whySufficient" | "auditorValidates"> }) {
  return (
    <>
      <Part title="Context" text={version.context} />
      <Part title="Scope" text={version.scope} />
      <Part title="Guidance" text={version.guidance} />
      <TestSection code={version.code} test="designTest" steps={version.designTest} />
      <TestSection code={version.code} test="operatingTest" steps={version.operatingTest} />
      <Part title="How it is tested" text={version.howTested} />
      <Part title="Why that is sufficient" text={version.whySufficient} />
      <Part title="What the auditor validates" text={version.auditorValidates} />
    </>
  );
}

/** A text with its title; nothing where nobody wrote it. */
function Part({ title, text }: { title: string; text: string }) {
  return text === "" ? null : <Section title={title} flush={false}><div className="pt-3"><Prose text={text} /></div></Section>;
}

/** Addresses of non-public records, as they stood in this version. */
export function ControlLinks({ version, children }: { version: ControlVersionRow; children?: React.ReactNode }) {
  return (
    <Section title="Links for non-public tracking" count={version.links.length === 0 ? "none attached" : version.links.length} flush={false}>
      <div className="grid gap-3 pt-3">
        {version.links.length === 0 ? null : (
          <ul className="grid gap-1">
            {version.links.map((link) => <li key={`${link.title} ${link.url}`}><a className="link" href={link.url} rel="noreferrer noopener">{link.title}</a> <span className="text-xs break-all text-muted">{new URL(link.url).host}</span></li>)}
          </ul>
        )}
        <Prose text={version.linkNote} />
        {children}
      </div>
    </Section>
  );
}
