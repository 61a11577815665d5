import { buildInterface } from "../build-interface.ts";
import { clientIsCurrent, generateClient } from "../generate-client.ts";

/** `tickmark build`: writes the Prisma client when it is stale and builds the web interface; needs no database. */
export async function run(): Promise<number> {
  if (!(await clientIsCurrent())) await generateClient();
  await buildInterface(true);
  return 0;
}
