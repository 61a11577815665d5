import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { lastRecordedMappings, lastRecordedVersions } from "#lib/controls/index.ts";
import { allFrameworks, requirementsOf } from "#lib/frameworks/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { formatControlFile } from "./control-file.ts";
import { controlCatalog, frameworkCatalog } from "./oscal/write-catalog.ts";
import { componentDefinition, frameworkFile } from "./oscal/write-components.ts";
import { storedControls } from "./stored-controls.ts";

/**
 * The organization's controls as NIST OSCAL: a catalog of them, a component definition of what they answer, and a catalog
 * of each framework that it refers to. The same state gives the same bytes.
 */
export const exportOscal = defineVerb({
  name: "control_files.export_oscal",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({}),
  async run(args): Promise<{ name: string; text: string }[]> {
    const { tx, context: { organizationId } } = args;
    const controls = [...(await storedControls(tx, organizationId)).values()];
    const { name: organization } = await readOrganization.definition.run({ ...args, input: {} });
    const edition = { organizationId, organization, changedAt: await changedAt(tx, organizationId), version: sha256Hex(controls.map(formatControlFile).join("\n")).slice(0, 12) };
    const used = new Set(controls.filter((one) => one.retired === null).flatMap((control) => control.mappings.map((one) => one.framework)));
    const frameworks = (await allFrameworks(tx)).filter(({ key }) => used.has(key));
    const requirements = Map.groupBy(await requirementsOf(tx, [...used]), (one) => one.frameworkKey);
    return [
      file("catalog.json", controlCatalog(controls, edition)),
      file("component-definition.json", componentDefinition(controls, frameworks, edition)),
      ...frameworks.map((framework) => file(frameworkFile(framework.key), frameworkCatalog(framework, requirements.get(framework.key) ?? []))),
    ];
  },
});

const file = (name: string, content: object): { name: string; text: string } => ({ name, text: `${JSON.stringify(content, null, 2)}\n` });

/** When the newest of what is written was recorded. */
async function changedAt(tx: TenantTransaction, organizationId: string): Promise<Date> {
  const versions = [...(await lastRecordedVersions(tx, organizationId)).values()];
  const times = [...versions, ...(await lastRecordedMappings(tx, organizationId))].map((one) => one.recordedAt.getTime());
  return new Date(times.reduce((newest, time) => Math.max(newest, time), 0));
}
