import { z } from "zod";
import { CollectionFailure, cursorOfParts, partsKept, type Json, type Page, type Run } from "#lib/connector/index.ts";
import { openGithub, reasonOf, type Github } from "./client.ts";

/** A repository as far as asking goes. */
export type Repository = { owner: string; repo: string; name: string; branch: string | null };
/** Where a run stands: when it began, which repository it is at, and where in it. */
const placeSchema = z.object({ begun: z.iso.datetime(), repository: z.string(), within: z.json(), repositories: z.string() });
/** Clocks differ by five minutes at most, or nothing is collected; the rest is room for GitHub's own delay. */
const OVERLAP_MS = 10 * 60_000;

export type Visit = {
  github: Github;
  run: Run;
  repository: Repository;
  /** Where in this repository an attempt goes on; null at its beginning. */
  within: Json | null;
  begun: Date;
};

export const PER_PAGE = 100;
const found = z.object({ full_name: z.string(), name: z.string(), owner: z.object({ login: z.string() }), default_branch: z.string().nullish() });

/**
 * Visits every repository of the settings by name, so that an attempt goes on where the one before was cut off,
 * whatever was created or deleted meanwhile.
 *
 * @param visit yields pages whose `resume` is a place within the repository; null at its end
 * @returns where the next run begins in each repository: before the first attempt of this one did
 * @throws CollectionFailure misconfigured, and what asking throws
 */
export async function* eachRepository(run: Run, visit: (one: Visit) => AsyncGenerator<Page, void, void>): AsyncGenerator<Page, Json, void> {
  const github = openGithub(run);
  const place = run.resume === null ? null : placeSchema.parse(run.resume);
  const begun = place === null ? run.now() : new Date(place.begun);
  const { readable, refused } = await repositoriesOf(github, run);
  const names = [...readable.map(({ name }) => name), ...refused];
  const kept = partsKept(names, place?.repositories ?? null);
  const repositories = readable.filter(({ name }) => place === null || name >= place.repository);
  for (const [index, repository] of repositories.entries()) {
    const next = repositories[index + 1];
    const within = place?.repository === repository.name ? place.within : null;
    for await (const page of visit({ github, run, repository, within, begun })) {
      const at = page.resume === null ? next && { repository: next.name, within: null } : { repository: repository.name, within: page.resume };
      yield { answers: page.answers, resume: { begun: begun.toISOString(), repositories: kept, ...(at ?? { repository: "\uffff", within: null }) } };
    }
  }
  return cursorOfParts(run, { names, kept, visited: new Set(repositories.map(({ name }) => name)) }, beforeOf(begun));
}

/** From when on the next run asks. */
export const beforeOf = (begun: Date): string => new Date(begun.getTime() - OVERLAP_MS).toISOString();

type Found = { readable: Repository[]; refused: readonly string[] };

/** The chosen repositories that can be read, by name; each that cannot is a gap. */
async function repositoriesOf(github: Github, run: Run): Promise<Found> {
  const chosen = linesOf(run.settings.repositories);
  const organization = run.settings.organization?.trim() ?? "";
  if (chosen.length > 0) return named(github, run, chosen);
  if (organization === "") throw new CollectionFailure("misconfigured", "GET /orgs/{org}/repos", "Neither an organization nor a repository is named.");
  return { readable: byName(await listed(github, organization)), refused: [] };
}

async function named(github: Github, run: Run, names: readonly string[]): Promise<Found> {
  const [readable, refused]: [Repository[], string[]] = [[], []];
  for (const name of names) {
    const [owner = "", repo = ""] = name.split("/");
    const answer = await github.get("GET /repos/{owner}/{repo}", { owner, repo });
    if ("refused" in answer) {
      run.gap({ reason: reasonOf(answer), operation: "GET /repos/{owner}/{repo}", scope: name, says: `${answer.says} It does not exist, or this credential may not see it.` });
      refused.push(name);
    } else readable.push(repositoryOf(answer.data, "GET /repos/{owner}/{repo}"));
  }
  return { readable: byName(readable), refused };
}

async function listed(github: Github, org: string): Promise<Repository[]> {
  const operation = "GET /orgs/{org}/repos";
  const repositories: Repository[] = [];
  for (let next: string | null = operation; next !== null;) {
    const answer = await github.get(next, next === operation ? { org, type: "all", sort: "full_name", direction: "asc", per_page: PER_PAGE } : {});
    if ("refused" in answer) throw new CollectionFailure(reasonOf(answer) === "denied" ? "denied" : "misconfigured", operation, `${answer.says} The repositories of ${org} cannot be listed.`);
    if (!Array.isArray(answer.data)) throw new CollectionFailure("malformed", operation, "The list of repositories is no list.");
    repositories.push(...(answer.data as readonly Json[]).map((item) => repositoryOf(item, operation)));
    next = answer.next;
  }
  return repositories;
}

function repositoryOf(item: Json, operation: string): Repository {
  const read = found.safeParse(item);
  if (!read.success) throw new CollectionFailure("malformed", operation, "A repository came without its name or owner.");
  return { owner: read.data.owner.login, repo: read.data.name, name: read.data.full_name, branch: read.data.default_branch ?? null };
}

const byName = (repositories: readonly Repository[]): Repository[] => [...new Map(repositories.map((one) => [one.name, one])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Lines of a field, without the empty ones. */
export const linesOf = (value: string | undefined): string[] => (value ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
