import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openTurns } from "./turns.ts";

const LASTS_MS = 1_000;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Takes turns, and says who has begun one. */
function enterers(atOnce: number) {
  const takeTurn = openTurns(atOnce, LASTS_MS);
  const begun: number[] = [];
  const enter = async (name: number): Promise<() => void> => {
    const end = await takeTurn();
    begun.push(name);
    return end;
  };
  return { enter, begun };
}

test("as many go at once as may, the others in the order in which they came", async () => {
  const { enter, begun } = enterers(2);
  const ends = await Promise.all([enter(1), enter(2)]);
  const third = enter(3);
  const fourth = enter(4);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([1, 2]);
  ends[0]();
  // Ending it again lets nobody else in.
  ends[0]();
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([1, 2, 3]);
  (await third)();
  await fourth;
  expect(begun).toEqual([1, 2, 3, 4]);
});

test("who takes longer than a turn keeps nobody waiting, and ends nobody else's turn later", async () => {
  const { enter, begun } = enterers(1);
  const slow = await enter(1);
  void enter(2);
  await vi.advanceTimersByTimeAsync(LASTS_MS - 1);
  expect(begun).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([1, 2]);
  void enter(3);
  slow();
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([1, 2]);
});
