import { CollectionFailure, type Connector, type Identity, type PermissionFound, type Session } from "#lib/connector/index.ts";
import { z } from "zod";
import { openJira } from "./client.ts";
import { manifest } from "./manifest.ts";
import { linesOf } from "./search.ts";
import { tickets, whoAmI } from "./tickets.ts";

async function identify(session: Session): Promise<Identity> {
  const { accountId, key, name, displayName } = await whoAmI(openJira(session));
  const id = accountId ?? key ?? name;
  if (id === undefined) throw new CollectionFailure("malformed", "GET /rest/api/3/myself", "Jira does not say whose credential this is.");
  return { id, name: displayName ?? id, tenant: new URL(session.settings.site ?? "").host };
}

/** Asks Jira itself what the account may do in each project. */
async function probe(session: Session): Promise<PermissionFound[]> {
  const jira = openJira(session);
  await whoAmI(jira);
  const found: PermissionFound[] = [];
  for (const project of linesOf(session.settings.projects)) {
    const permission = `Browse project ${project}`;
    const answer = await jira.ask(`GET /rest/api/${jira.cloud ? 3 : 2}/mypermissions`, { pathname: "/mypermissions", query: { projectKey: project, permissions: "BROWSE_PROJECTS" } });
    const read = "refused" in answer ? undefined : z.object({ permissions: z.object({ BROWSE_PROJECTS: z.object({ havePermission: z.boolean() }) }) }).safeParse(answer.data).data;
    const has = read?.permissions.BROWSE_PROJECTS.havePermission;
    const says = "refused" in answer ? answer.says : has === undefined ? "Jira does not say it." : has ? "The account may browse it; issues with a security level that it is not in stay invisible." : "The account may not browse it.";
    found.push({ permission, state: has === undefined ? ("refused" in answer && answer.refused !== 404 ? "unknown" : "missing") : has ? "granted" : "missing", says, needed: ["tickets"] });
  }
  return found;
}

export const jira: Connector = { manifest, collectors: [tickets], identify, probe };
