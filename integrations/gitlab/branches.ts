import { z } from "zod";
import { readItems, type Answer, type Collector, type Ended, type Json, type Page, type Transformed } from "#lib/connector/index.ts";
import { askWhole, keptProtection } from "./client.ts";
import { projectsOf } from "./projects.ts";
import { project as projectSchema, type Project } from "./schema.ts";

const PROTECTED = "GET /projects/:id/protected_branches";
/** The project at which an attempt goes on. */
const placeSchema = z.strictObject({ project: z.int().nonnegative() });

/** Projects with how their branches are protected. One whose rules are refused is there without them: how it is protected is not known. */
export const branches: Collector = {
  id: "branches", name: "Projects and their protected branches", explains: "Projects with their default branch, and who may push, merge and force a push to which branches.",
  yields: ["resource"], everyHours: 24, fullEveryDays: 0,
  async *collect(run): AsyncGenerator<Page, Ended, void> {
    const place = run.resume === null ? null : placeSchema.parse(run.resume);
    // What cannot be read was told before the first page: a run that goes on does not tell it again.
    const { projects } = await projectsOf(place === null ? run : { ...run, gap: () => undefined });
    for (const project of projects.filter(({ id }) => place === null || id >= place.project)) {
      const rules = await askWhole(run, `/projects/${project.id}/protected_branches`, PROTECTED, project.path_with_namespace);
      const body = { project: keptProject(project), protected: rules === null ? null : rules.map(keptProtection) };
      yield { answers: [{ operation: PROTECTED, parameters: { id: project.id }, scope: project.path_with_namespace, body, items: 1 }], resume: { project: project.id + 1 } };
    }
    return { cursor: null, announced: null, secondRoute: null };
  },
  transform: projectRows,
};

function keptProject({ permissions: _permissions, ...project }: Project): Json {
  return Object.fromEntries(Object.entries(project).filter(([, value]) => value !== undefined));
}

const level = z.object({ access_level: z.int().nullish(), user_id: z.int().nullish(), group_id: z.int().nullish(), deploy_key_id: z.int().nullish() });
const rule = z.object({ name: z.string(), push_access_levels: z.array(level), merge_access_levels: z.array(level), allow_force_push: z.boolean().optional(), code_owner_approval_required: z.boolean().optional() });
const answered = z.object({ project: projectSchema, protected: z.array(rule).nullable() });

/** A level of no role names people, groups or keys: somebody may, whoever that is. */
const SOMEBODY = 1;
const levelsOf = (levels: readonly z.output<typeof level>[]): number[] => levels.map(({ access_level: role, user_id: user, group_id: group, deploy_key_id: key }) => ((user ?? group ?? key ?? null) !== null ? SOMEBODY : (role ?? SOMEBODY)));

function projectRows({ body, scope }: Answer): Transformed {
  return readItems([body], answered, "", ({ project: one, protected: rules }) => [{
    kind: "resource", externalId: one.path_with_namespace, scope, url: one.web_url ?? null, type: "gitlab.project", name: one.path_with_namespace, account: one.path_with_namespace.split("/")[0] ?? null, region: null, tags: {}, createdAt: one.created_at ?? null,
    attributes: {
      id: one.id, default_branch: one.default_branch ?? null, archived: one.archived ?? null, visibility: one.visibility ?? null, pipeline_must_succeed: one.only_allow_merge_if_pipeline_succeeds ?? null,
      ...(rules === null ? {} : { protection: rules.map((each) => ({ name: each.name, push: levelsOf(each.push_access_levels), merge: levelsOf(each.merge_access_levels), force: each.allow_force_push ?? null, code_owners: each.code_owner_approval_required ?? null })) }),
    },
  }]);
}
