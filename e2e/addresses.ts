import { readFileSync } from "node:fs";
import { BASE_URL, signedIn, type Person } from "./installation.ts";

type State = { cookies: { name: string; value: string }[] };

/** How the list of routes says where an example of a page is found. `on` is an address, or itself to be found. */
export type Example = { at: string } | { on: string | Example; link: RegExp } | { mail: RegExp };

/** Stands in the list for the portal of the signed-in auditor: where "/" leads them. */
const PORTAL = "{portal}";

const found = new Map<string, Promise<string>>();

/**
 * The address of a page's example, as this person finds it: by itself, or by the first link of its shape on another page.
 * @throws Error when there is none: the demo organization no longer shows every page; and for links that come by mail
 */
export function addressOf({ example }: { example: Example }, person: Person): Promise<string> {
  if ("mail" in example) throw new Error("a personal link is asked for with personalLink()");
  if ("at" in example) return inPortal(example.at, person);
  const key = `${person} ${example.link.source}`;
  const known = found.get(key) ?? firstLink(typeof example.on === "string" ? { at: example.on } : example.on, example.link, person);
  found.set(key, known);
  return known;
}

function ask(address: string, person: Person, redirect: RequestRedirect): Promise<Response> {
  const { cookies } = JSON.parse(readFileSync(signedIn(person), "utf8")) as State;
  return fetch(`${BASE_URL}${address}`, { headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") }, redirect });
}

/** With the portal's address in the place that stands for it: where "/" leads an auditor. */
async function inPortal(address: string, person: Person): Promise<string> {
  if (!address.includes(PORTAL)) return address;
  const portal = (await ask("/", person, "manual")).headers.get("location") ?? "";
  return address.replace(PORTAL, new URL(portal, BASE_URL).pathname);
}

async function firstLink(on: Example, link: RegExp, person: Person): Promise<string> {
  const page = await addressOf({ example: on }, person);
  const html = await (await ask(page, person, "follow")).text();
  const links = [...html.matchAll(/href="([^"]+)"/g)].map((match) => (match[1] ?? "").replaceAll("&amp;", "&"));
  const first = links.find((href) => link.test(href));
  if (first === undefined) throw new Error(`${page} shows ${person} no link like ${link.source}`);
  return first;
}
