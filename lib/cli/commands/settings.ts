import { configurationReference } from "../configuration-reference.ts";

/** `tickmark settings`: prints every setting with what it is for and what is checked of it, as Markdown. */
export async function run(): Promise<number> {
  process.stdout.write(configurationReference());
  return Promise.resolve(0);
}
