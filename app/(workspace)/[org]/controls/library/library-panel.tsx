import { ControlGuidance } from "#app/_control/control-guidance.tsx";
import { MappingList } from "#app/_control/mapping-list.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Panel } from "#app/_ui/panel.tsx";
import { Section } from "#app/_ui/section.tsx";
import { SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import type { LibraryControlPage } from "#lib/controls/index.ts";

type Props = { page: LibraryControlPage; org: string; closeHref: string; previousHref: string | undefined; nextHref: string | undefined };

/** A control of the library beside the list, whole. */
export function LibraryPanel({ page: { control, operates, adopted, mappings }, org, closeHref, previousHref, nextHref }: Props) {
  return (
    <Panel
      title={control.title}
      code={control.code}
      closeHref={closeHref}
      {...(adopted ? { fullHref: `/${org}/controls/${control.code}` } : {})}
      {...(previousHref === undefined ? {} : { previousHref })}
      {...(nextHref === undefined ? {} : { nextHref })}
    >
      <p className="mb-4 text-base text-pretty">{control.statement}</p>
      <KeyValue
        items={[
          { key: "Adopted", value: adopted ? "Yes" : "No" },
          { key: "Owner", value: control.ownerTeam },
          { key: "Process", value: control.processOwners.join(", ") },
          { key: "Operates", value: operates },
          { key: "Kind", value: control.kind === "automated" ? "Automated" : "Manual" },
        ]}
      />
      <Section title="Answers" count={`${control.mappings.length} requirements`} flush={false}><div className="pt-3"><MappingList groups={mappings} /></div></Section>
      <Section title="Evidence requests" count={control.evidenceRequests.length} flush={false}>
        <ul className="grid gap-3 pt-3">
          {control.evidenceRequests.map((request) => (
            <li key={request.key}>
              <h3 className="font-medium">{request.title}</h3>
              <p className="text-pretty">{request.asks}</p>
              <p className="text-xs text-muted">Fresh for {request.freshnessDays} {request.freshnessDays === 1 ? "day" : "days"} · {request.accepts.map((kind) => SOURCE_KIND_WORDS[kind]).join(", ")}</p>
            </li>
          ))}
        </ul>
      </Section>
      <ControlGuidance version={control} />
    </Panel>
  );
}
