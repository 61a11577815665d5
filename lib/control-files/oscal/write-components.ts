import type { FrameworkRow } from "#lib/frameworks/index.ts";
import { inOrder, plain } from "../control-file.ts";
import type { FileControl } from "../file-control.ts";
import { label, property, tokenOf, uuidOf, type Property } from "./names.ts";
import { metadataOf, type Edition, type Metadata } from "./write-catalog.ts";

type Implemented = { uuid: string; "control-id": string; description: string; props: Property[] };
type Implementation = { uuid: string; source: string; description: string; "implemented-requirements": Implemented[] };
type Component = { uuid: string; type: string; title: string; description: string; props: Property[]; "control-implementations"?: Implementation[] };
type Resource = { uuid: string; title: string; rlinks: { href: string; "media-type": string }[] };
export type ComponentDefinition = { "component-definition": { uuid: string; metadata: Metadata; components?: Component[]; "back-matter"?: { resources: Resource[] } } };

const CATALOG_TYPE = "application/oscal.catalog+json";

/** Where a framework's catalog lies beside the component definition. */
export const frameworkFile = (key: string): string => `frameworks/${key}.json`;
const resourceOf = (key: string): string => uuidOf("resource", key);

/**
 * Which requirements each control answers, as an OSCAL component definition: a control is a component (a process), its
 * mappings are implemented requirements of each framework's catalog, which the back matter names. A retired control answers nothing.
 */
export function componentDefinition(all: readonly FileControl[], frameworks: readonly Pick<FrameworkRow, "key" | "name" | "edition">[], edition: Edition): ComponentDefinition {
  const controls = all.filter((one) => one.retired === null);
  const used = new Set(controls.flatMap((control) => control.mappings.map((one) => one.framework)));
  const resources = frameworks.filter(({ key }) => used.has(key)).map(({ key, name, edition: year }) => ({ uuid: resourceOf(key), title: `${name} ${year}`, rlinks: [{ href: frameworkFile(key), "media-type": CATALOG_TYPE }] }));
  return {
    "component-definition": {
      uuid: uuidOf("components", edition.organizationId, edition.version),
      metadata: metadataOf(`What the controls of ${edition.organization} answer`, edition),
      ...(controls.length === 0 ? {} : { components: controls.map((control) => componentOf(control, edition)) }),
      ...(resources.length === 0 ? {} : { "back-matter": { resources } }),
    },
  };
}

function componentOf(control: FileControl, { organizationId }: Edition): Component {
  const name = ["component", organizationId, control.code] as const;
  const byFramework = Map.groupBy(inOrder(control.mappings), (one) => one.framework);
  const implementations = [...byFramework].map(([framework, mappings]): Implementation => ({
    uuid: uuidOf(...name, framework),
    source: `#${resourceOf(framework)}`,
    description: `What ${control.code} answers of ${framework}`,
    "implemented-requirements": mappings.map((one) => ({
      uuid: uuidOf(...name, framework, one.requirement),
      "control-id": tokenOf(one.requirement),
      description: plain(one.rationale),
      props: [...property("framework", framework), ...property("requirement", one.requirement), ...property("relation", one.relation), ...property("origin", one.origin)],
    })),
  }));
  return {
    uuid: uuidOf(...name), type: "process-procedure", title: `${control.code} ${control.title}`, description: plain(control.statement), props: label(control.code),
    ...(implementations.length === 0 ? {} : { "control-implementations": implementations }),
  };
}
