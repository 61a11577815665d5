import { CollectionFailure, cursorOfParts, elementsOf, jsonOf, membersOf, partsKept, sinceOfPart, type Answer, type Ended, type Gap, type Json, type Page, type Run } from "#lib/connector/index.ts";
import { askList, PER_PAGE, requestOf } from "./client.ts";
import { listed, place as placeSchema, project as projectSchema, type Place, type Project } from "./schema.ts";

const PROJECT = "GET /projects/:id";
const PROJECTS = "GET /projects";
/** The clocks of the server and ours may be five minutes apart before a run is refused. */
const OVERLAP_MS = 6 * 60_000;

/** What is listed of each project by its last change: issues, or merge requests. */
export type Listing = {
  kind: "ticket" | "change";
  path: "issues" | "merge_requests";
  operation: string;
  /** Whether the project can be asked for it, and what is not seen of it. */
  seen(project: Project): { asked: boolean; gap: Pick<Gap, "reason" | "says"> | null };
  /** How many there are in a project, on another route than the list; null when the server does not say. */
  count(project: Project): Promise<number | null>;
  route: string;
  /** What is stored of a page. */
  answersOf(project: Project, items: readonly Json[], parameters: Readonly<Record<string, string>>): Promise<readonly Answer[]>;
};

/**
 * The projects that are asked for, by their ids: those that are named, or those that the token's account is a member of.
 * A named one that cannot be read is a gap.
 */
export async function projectsOf(run: Run): Promise<{ projects: Project[]; refused: string[] }> {
  const named = (run.settings.projects ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const found = new Map<number, Project>();
  const refused: string[] = [];
  for (const path of named) {
    const one = await readProject(run, path);
    if (one === null) refused.push(path);
    else found.set(one.id, one);
  }
  // Paged by key: what is created or deleted meanwhile moves nothing. Such lists tell no total.
  for (let after = 0, more = named.length === 0; more;) {
    const page = await askList(run, "/projects", { membership: "true", pagination: "keyset", order_by: "id", sort: "asc", per_page: String(PER_PAGE), id_after: String(after) }, PROJECTS, null);
    if (page === null) break;
    for (const item of page.items) {
      const one = projectSchema.safeParse(item);
      if (one.success) found.set(one.data.id, one.data);
      else run.gap({ reason: "unreadable", operation: PROJECTS, scope: String(membersOf(item).path_with_namespace ?? ""), says: "The project cannot be read." });
    }
    const last = Number(membersOf(page.items.at(-1)).id);
    more = page.items.length === PER_PAGE && last > after;
    after = last;
  }
  return { projects: [...found.values()].sort((a, b) => a.id - b.id), refused };
}

async function readProject(run: Run, path: string): Promise<Project | null> {
  const { status, bytes } = await run.ask(requestOf(run, `/projects/${encodeURIComponent(path)}`));
  if (status === 401) throw new CollectionFailure("credential_refused", PROJECT, "The credentials are refused.");
  if (status === 200) {
    const read = projectSchema.safeParse(jsonOf(bytes, PROJECT));
    if (read.success) return read.data;
    throw new CollectionFailure("malformed", PROJECT, "The server does not answer with a project: it is no GitLab.");
  }
  const moved = status >= 300 && status < 400;
  run.gap({ reason: status === 403 ? "denied" : moved || status === 404 ? "not_found" : "failed", operation: PROJECT, scope: path, says: moved ? "The project has moved: give its new path." : `${path} was refused with ${status}.` });
  return null;
}

/** Whether a full listing is wanted or can only be had. */
const isFull = (run: Run): boolean => run.listing === "full" || run.cursor === null;

/**
 * Lists by the last change, project by project, ending with the newest. The next question begins at the time of the last one
 * seen, not at a page number: what changes or goes meanwhile moves nothing past us.
 */
export async function* listByChange(run: Run, listing: Listing): AsyncGenerator<Page, Ended, void> {
  // What is not seen was told before the first page of a run: one that goes on does not tell it again.
  const asks = run.resume === null ? run : { ...run, gap: () => undefined };
  const found = await projectsOf(asks);
  const projects = found.projects.filter((project) => {
    const { asked, gap } = listing.seen(project);
    if (gap !== null) asks.gap({ ...gap, operation: listing.operation, scope: project.path_with_namespace });
    return asked;
  });
  const names = [...found.projects.map(({ path_with_namespace: name }) => name), ...found.refused];
  let here: Place;
  if (run.resume === null) here = { begun: run.now().toISOString(), project: 0, since: null, page: AT_ITS_BEGINNING, projects: partsKept(names, null), counted: isFull(run) ? await sumOf(projects, listing) : null };
  else {
    const place = placeSchema.parse(run.resume);
    here = { ...place, projects: partsKept(names, place.projects) };
  }
  const { begun, counted, projects: kept } = here;
  const visited = new Set<string>();
  for (const project of projects) {
    if (project.id < here.project) continue;
    visited.add(project.path_with_namespace);
    if (project.id > here.project || here.page === AT_ITS_BEGINNING) here = { ...here, project: project.id, since: sinceOfPart(run, project.path_with_namespace), page: 1 };
    for (let at: Place | null = here; at !== null;) {
      const { page, next }: { page: Page; next: Place | null } = await onePage(run, listing, project, at);
      yield page;
      at = next;
    }
    here = behind(here, project);
  }
  const cursor = cursorOfParts(run, { names, kept, visited }, new Date(Date.parse(begun) - OVERLAP_MS).toISOString());
  return await endOf(run, listing, projects, { cursor, counted });
}

/** The page of a place that is not yet in its project: where that begins says its own cursor. */
const AT_ITS_BEGINNING = 0;
const behind = (at: Place, { id }: Project): Place => ({ ...at, project: id + 1, since: null, page: AT_ITS_BEGINNING });

async function onePage(run: Run, listing: Listing, project: Project, at: Place): Promise<{ page: Page; next: Place | null }> {
  const over = behind(at, project);
  const parameters = { scope: "all", state: "all", order_by: "updated_at", sort: "asc", per_page: String(PER_PAGE), page: String(at.page), ...(at.since === null ? {} : { updated_after: at.since }) };
  const found = await askList(run, `/projects/${project.id}/${listing.path}`, parameters, listing.operation, project.path_with_namespace);
  if (found === null) return { page: { answers: [], resume: over }, next: null };
  const answers = await listing.answersOf(project, found.items, parameters);
  if (found.items.length < PER_PAGE) return { page: { answers, resume: over }, next: null };
  const last = listed.safeParse(found.items.at(-1)).data?.updated_at;
  const moved = last !== undefined && (at.since === null || Date.parse(last) > Date.parse(at.since));
  const next: Place = moved ? { ...at, project: project.id, since: last, page: 1 } : { ...at, project: project.id, page: at.page + 1 };
  return { page: { answers, resume: next }, next };
}

async function endOf(run: Run, listing: Listing, projects: readonly Project[], { cursor, counted }: { cursor: Json; counted: number | null }): Promise<Ended> {
  if (!isFull(run)) return { cursor, announced: null, secondRoute: null };
  const total = await sumOf(projects, listing);
  const announced = await announcedBy(run, listing, projects);
  // While things come and go, no count of them is exact.
  const exact = total !== null && total === counted && (announced === null || announced === total);
  return {
    cursor, announced: announced === null ? null : { kind: listing.kind, total: announced, exact },
    secondRoute: total === null ? null : { kind: listing.kind, total, exact, route: listing.route },
  };
}

/** The sum over projects; null when the server does not say it of each. */
async function sumOf(projects: readonly Project[], { count }: Listing): Promise<number | null> {
  let sum = 0;
  for (const project of projects) {
    const one = await count(project);
    if (one === null) return null;
    sum += one;
  }
  return sum;
}

async function announcedBy(run: Run, listing: Listing, projects: readonly Project[]): Promise<number | null> {
  return sumOf(projects, { ...listing, count: (project) => countListed(run, listing, project, "all") });
}

/** What `X-Total` says of a list of one state. What cannot be had is told where it is listed. */
export async function countListed(run: Run, { path, operation }: Pick<Listing, "path" | "operation">, project: Project, state: string): Promise<number | null> {
  const quiet = { ...run, gap: () => undefined };
  return (await askList(quiet, `/projects/${project.id}/${path}`, { scope: "all", state, per_page: "1" }, operation, project.path_with_namespace))?.total ?? null;
}

/** Of items that are listed: which of them can be told from each other. */
export const idsOf = (items: readonly Json[]): readonly { id: number; iid: number }[] => elementsOf(items).flatMap((item) => listed.safeParse(item).data ?? []);
