import { buildInterface } from "../build-interface.ts";

/** `tickmark build`: builds the web interface; needs no database. */
export async function run(): Promise<number> {
  await buildInterface(true);
  return 0;
}
