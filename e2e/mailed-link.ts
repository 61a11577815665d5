import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { BASE_URL, DATA_DIRECTORY } from "./installation.ts";

/** Waits for the worker to have put a mail with a link of this kind for this address into the outbox. */
export async function mailedLink(address: string, place: string): Promise<{ link: string; mail: string }> {
  const folder = path.join(DATA_DIRECTORY, "outbox");
  let found: { link: string; mail: string } | undefined;
  await expect(() => {
    const mails = readdirSync(folder).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(path.join(folder, name), "utf8"));
    // Quoted-printable breaks long lines.
    const mail = mails.map((text) => text.replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=")).find((text) => text.includes(address) && text.includes(`${BASE_URL}/${place}/`));
    const links = new Set(mail?.match(new RegExp(`${BASE_URL}/${place}/[A-Za-z0-9_-]+`, "g")));
    expect(links.size).toBe(1);
    found = { link: [...links][0] ?? "", mail: mail ?? "" };
  }).toPass({ timeout: 40_000 });
  if (found === undefined) throw new Error("the outbox holds no such mail");
  return found;
}
