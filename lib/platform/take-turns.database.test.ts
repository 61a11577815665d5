import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testWorld, type World } from "#lib/testing/world.ts";

let world: World;
beforeAll(async () => { world = await testWorld(); });
afterAll(() => world.close());

/** Most statements that lay before the driver's connections at once while something ran. */
async function mostAtOnce(work: () => Promise<unknown>): Promise<number> {
  const query = pg.Client.prototype.query as (...values: unknown[]) => unknown;
  const open = new Map<unknown, number>();
  let most = 0;
  pg.Client.prototype.query = function counted(this: pg.Client, ...values: unknown[]) {
    open.set(this, (open.get(this) ?? 0) + 1);
    most = Math.max(most, open.get(this) ?? 0);
    const answer = query.apply(this, values);
    const done = () => open.set(this, (open.get(this) ?? 0) - 1);
    if (answer instanceof Promise) answer.then(done, done);
    return answer;
  } as typeof pg.Client.prototype.query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query as typeof pg.Client.prototype.query;
  }
  return most;
}

test("what is asked at once in one transaction is answered in turn, and one that fails does not hold up the others", async () => {
  const most = await mostAtOnce(() => world.inTenant(async (tx) => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map((one) => tx.$queryRaw<{ one: number }[]>`SELECT ${one}::int AS one FROM pg_sleep(0.01)`));
    expect(answers.map(([row]) => row?.one)).toEqual([1, 2, 3, 4, 5]);
  }));
  expect(most).toBe(1);
  await expect(world.inTenant((tx) => Promise.all([tx.$queryRaw`SELECT 1 / 0`, tx.$queryRaw`SELECT 1`]))).rejects.toThrow(/division by zero/);
  await expect(world.inTenant((tx) => tx.$queryRaw`SELECT 1 AS one`)).resolves.toEqual([{ one: 1 }]);
});
