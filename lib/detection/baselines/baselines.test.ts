import { describe, expect, test } from "vitest";
import { BASELINE_LIMITS, BaselineBook, type DayJudgement } from "./baseline-book.ts";
import { judge, median } from "./judge.ts";

const settings = { minimumDays: 14, minimumOfKind: 4, deviations: 6, ratio: 2, floor: 100 };
const dayAt = (index: number) => new Date(Date.UTC(2026, 0, 5) + index * 86_400_000).toISOString().slice(0, 10);
const days = (amounts: readonly number[]) => amounts.map((amount, index) => ({ day: dayAt(index), amount }));
const sent = (day: string, user: string, bytes: number) => ({ action: "file_sent", outcome: "success", user, bytes, time: `${day}T10:00:00.000Z` });

describe("an amount", () => {
  test("is unknown, never usual, before there are days enough", () => {
    expect(judge(5, dayAt(13), days(Array.from({ length: 13 }, () => 5)), settings)).toEqual({ verdict: "unknown", amount: 5, daysKnown: 13, daysNeeded: 14 });
  });

  test("is held against its weekday where four of them are known", () => {
    // Mondays carry much, other days little.
    const history = days(Array.from({ length: 35 }, (_, index) => (index % 7 === 0 ? 10_000 : 100)));
    expect(judge(10_500, dayAt(35), history, settings)).toMatchObject({ verdict: "usual", basis: "weekday", median: 10_000 });
    expect(judge(10_500, dayAt(36), history, settings)).toMatchObject({ verdict: "unusual", basis: "weekday", median: 100, limit: 200 });
  });

  test("is held against days of its kind, or all, where there are fewer", () => {
    const history = days(Array.from({ length: 21 }, () => 100));
    expect(judge(300, dayAt(21), history, settings)).toMatchObject({ basis: "day_kind", verdict: "unusual" });
    expect(judge(300, dayAt(26), history, settings)).toMatchObject({ basis: "day_kind", verdict: "unusual" });
    const working = history.filter((_, index) => index % 7 < 5);
    expect(judge(300, dayAt(26), working, settings)).toMatchObject({ basis: "all_days", compared: working });
  });

  test("moves little with wild days in the history", () => {
    const history = days(Array.from({ length: 30 }, (_, index) => (index % 10 === 9 ? 1_000_000 : 1000 + index)));
    expect(judge(50_000, dayAt(30), history, settings)).toMatchObject({ verdict: "unusual" });
  });

  test("the median of an even number is the middle of both", () => {
    expect([median([3]), median([4, 1]), median([5, 1, 3])]).toEqual([3, 2.5, 3]);
  });
});

describe("a book", () => {
  const MEGABYTE = 1024 * 1024;
  /** Forty days of some 100 MB on working days and nothing at weekends. */
  function learned(): { book: BaselineBook; judged: DayJudgement[] } {
    const book = new BaselineBook();
    const judged: DayJudgement[] = [];
    for (let index = 0; index < 40; index += 1) {
      const weekend = index % 7 > 4;
      judged.push(...book.observe(sent(dayAt(index), weekend ? "other" : "ann", (100 + (index % 5)) * MEGABYTE)));
    }
    return { book, judged };
  }

  test("tells a day that is far beyond its actor's, and what that rests on", () => {
    const { book } = learned();
    book.observe(sent(dayAt(42), "ann", 900 * MEGABYTE));
    const unusual = book.finishBefore(dayAt(43)).filter(({ judgement }) => judgement.verdict === "unusual");
    expect(unusual).toMatchObject([{ day: dayAt(42), measure: "exported_bytes", actor: "ann", judgement: { amount: 900 * MEGABYTE, basis: "weekday" } }]);
  });

  test("knows nothing of a new actor, and says so", () => {
    const { book, judged } = learned();
    book.observe(sent(dayAt(42), "mallory", 9000 * MEGABYTE));
    const told = book.finishBefore(dayAt(43)).filter(({ actor }) => actor === "mallory");
    expect(told.map(({ judgement }) => judgement.verdict)).toEqual(["unknown", "unknown"]);
    expect(judged.filter(({ judgement }) => judgement.verdict === "unusual")).toEqual([]);
  });

  test("an actor who exports at a weekend for the first time stands out against days without any", () => {
    const { book } = learned();
    book.observe(sent(dayAt(40), "ann", 100 * MEGABYTE));
    expect(book.finishBefore(dayAt(41)).find(({ day, measure, actor }) => day === dayAt(40) && measure === "exported_bytes" && actor === "ann")?.judgement).toMatchObject({ verdict: "unusual", median: 0 });
  });

  test("goes on after a restart as if there had been none", () => {
    const events = Array.from({ length: 60 }, (_, index) => sent(dayAt(index), `u${index % 3}`, (index + 1) * 7 * MEGABYTE));
    const whole = new BaselineBook();
    const once = [...events.flatMap((event) => whole.observe(event)), ...whole.finishBefore("2027-01-01")];
    let book = new BaselineBook();
    const cut = events.flatMap((event) => {
      const told = book.observe(event);
      book = new BaselineBook(JSON.parse(JSON.stringify(book.snapshot())) as ReturnType<BaselineBook["snapshot"]>);
      return told;
    });
    expect([...cut, ...book.finishBefore("2027-01-01")]).toEqual(once);
    expect(book.snapshot()).toEqual(whole.snapshot());
  });

  test("counts what comes too late, keeps no failure, nobody's and no undated act", () => {
    const { book } = learned();
    const before = JSON.stringify(book.snapshot().histories);
    book.observe(sent(dayAt(3), "ann", 5));
    book.observe({ ...sent(dayAt(50), "ann", 5), outcome: "failure" });
    book.observe({ action: "file_sent", bytes: 5, time: `${dayAt(50)}T00:00:00.000Z` });
    book.observe({ action: "file_sent", bytes: 5, user: "ann", time: null });
    expect(book.report).toEqual({ late: 2, evicted: 0 });
    expect(JSON.stringify(book.snapshot().histories)).toBe(before);
  });

  test("is bounded whatever the names: the ones that are given up are counted", () => {
    const book = new BaselineBook();
    for (let day = 0; day < 3; day += 1) for (let name = 0; name < 15_000; name += 1) book.observe({ action: "record_read", user: `u${day}-${name}`, time: `${dayAt(day)}T10:00:00.000Z` });
    book.finishBefore("2027-01-01");
    expect([book.snapshot().histories.length, book.report.evicted]).toEqual([BASELINE_LIMITS.actors, 25_000]);
  });

  test("refuses a snapshot of another version", () => {
    expect(() => new BaselineBook({ ...new BaselineBook().snapshot(), version: 2 as 1 })).toThrow(RangeError);
  });
});
