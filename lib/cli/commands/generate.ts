import { generateClient } from "../generate-client.ts";

/** `tickmark generate`: writes the Prisma client, whether or not it looks current. */
export async function run(): Promise<number> {
  await generateClient();
  process.stdout.write("The Prisma client is in prisma/generated.\n");
  return 0;
}
