import { expect, test } from "vitest";
import type { Resolve } from "#lib/connector/index.ts";
import { askWithin } from "./ask-dns.ts";
import { countOpen, countPerMinute, inTurn } from "./rates.ts";

test("within a minute each may do so much; what was heard of longest ago is forgotten", () => {
  let at = 0;
  const count = countPerMinute(2, 2, () => at);
  expect([count.take("a"), count.take("a"), count.take("a"), count.take("b")]).toEqual([true, true, false, true]);
  at = 60_000;
  expect(count.take("a")).toBe(true);
  count.take("c");
  count.take("a");
  expect(count.take("a")).toBe(false);
});

test("each has so many open at once", () => {
  const open = countOpen(1);
  expect([open.enter("a"), open.enter("a"), open.enter("b")]).toEqual([true, false, true]);
  open.leave("a");
  expect(open.enter("a")).toBe(true);
});

test("so much is done at once, the rest in its order, whatever fails", async () => {
  const turn = inTurn(2);
  let [running, most] = [0, 0];
  const work = (name: number) => turn(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running -= 1;
    if (name === 1) throw new Error("broken");
    return name;
  });
  const done = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
  expect([most, done.map(({ status }) => status)]).toEqual([2, ["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"]]);
});

test("the DNS is asked each question once, so many, and so long; beyond is no answer", async () => {
  const asked: string[] = [];
  const resolve: Resolve = (name) => {
    asked.push(name);
    return name === "slow" ? new Promise(() => undefined) : Promise.resolve([name]);
  };
  const ask = askWithin(resolve, { questions: 3, questionMs: 20, questionsMs: 1_000 });
  await Promise.all([ask("a", "A"), ask("A", "A")]);
  await expect(ask("slow", "TXT")).rejects.toMatchObject({ code: "ETIMEOUT" });
  await ask("b", "A");
  await expect(ask("c", "A")).rejects.toMatchObject({ code: "ETIMEOUT" });
  expect(asked).toEqual(["a", "slow", "b"]);
});
