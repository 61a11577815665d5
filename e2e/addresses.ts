import { readFileSync } from "node:fs";
import type { PageEntry } from "#lib/testing/route-list.ts";
import { BASE_URL, signedIn, type Person } from "./installation.ts";

type State = { cookies: { name: string; value: string }[] };

const found = new Map<string, Promise<string>>();

/**
 * The address of a page's example, as this person finds it: by itself, or by the first link of its shape on another page.
 * @throws Error when the other page holds no such link: the demo organization no longer shows every page
 */
export function addressOf({ example }: PageEntry, person: Person): Promise<string> {
  if ("at" in example) return Promise.resolve(example.at);
  const key = `${person} ${example.on} ${example.link.source}`;
  const known = found.get(key) ?? firstLink(example, person);
  found.set(key, known);
  return known;
}

async function firstLink({ on, link }: { on: string; link: RegExp }, person: Person): Promise<string> {
  const { cookies } = JSON.parse(readFileSync(signedIn(person), "utf8")) as State;
  const answer = await fetch(`${BASE_URL}${on}`, { headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") } });
  const links = [...(await answer.text()).matchAll(/href="([^"]+)"/g)].map((match) => (match[1] ?? "").replaceAll("&amp;", "&"));
  const first = links.find((href) => link.test(href));
  if (first === undefined) throw new Error(`${on} shows ${person} no link like ${link.source}`);
  return first;
}
