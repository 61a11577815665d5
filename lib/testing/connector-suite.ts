import { describe, expect, test } from "vitest";
import { rowSchema, type Connector, type Incoming, type OutgoingRequest, type Values } from "#lib/connector/index.ts";
import { collectInMemory, fingerprintOfRows, jsonAnswer, type CollectParts, type MemoryRun, type Vendor } from "./memory-collection.ts";

/** A vendor to be collected from: each call of `vendor` begins a fresh one, with at least three pages to give. */
export type ConnectorScenario = {
  connector: Connector;
  collector: string;
  settings: Values;
  credential: { strategy: string; values: Values };
  vendor(): Vendor;
  /** How many distinct rows an undisturbed run ends with. */
  rows: number;
  /** The requests, as `METHOD address`, of one part of many that can be denied alone; null when the collector asks but one question. */
  part: RegExp | null;
  /** A vendor whose things move from page to page while they are listed; it ends with the same rows. */
  moving?(): Vendor;
};

type Fault = (count: number, request: OutgoingRequest) => Incoming | Promise<Incoming> | null;

const named = ({ method = "GET", url }: OutgoingRequest): string => `${method} ${url}`;

/** The vendor, with a fault in place of its answer where `fault` gives one; `count` is from 1 over all requests. */
function faulty(vendor: Vendor, fault: Fault): Vendor {
  let count = 0;
  return (request) => fault(++count, request) ?? vendor(request);
}

const later = (seconds: number): Date => new Date(Date.parse("2026-03-02T09:00:00Z") + seconds * 1000);

/** What must hold of every collector, whatever goes wrong: completeness is right each time, and nothing is lost or twice. */
export function connectorSuite(scenario: ConnectorScenario): void {
  const { connector, collector, part, rows } = scenario;
  const collect = (vendor: Vendor, more: Partial<CollectParts> = {}): Promise<MemoryRun> => collectInMemory({ ...scenario, vendor, ...more });
  const undisturbed = (): Promise<MemoryRun> => collect(scenario.vendor());
  const sameAsUndisturbed = async (run: MemoryRun): Promise<void> => { expect(fingerprintOfRows(run)).toBe(fingerprintOfRows(await undisturbed())); };

  describe(`${connector.manifest.id} ${collector}`, () => {
    test("an undisturbed run of three pages or more is complete, and its stored answers give the same rows again", async () => {
      const run = await undisturbed();
      expect(run.end).toMatchObject({ completeness: "complete", gaps: [], failure: null });
      expect([run.pages.length >= 3, run.rows.size]).toEqual([true, rows]);
      const which = connector.collectors.find(({ id }) => id === collector);
      for (const answer of run.pages.flatMap((page) => page.answers)) {
        const stored = JSON.parse(JSON.stringify({ operation: answer.operation, parameters: answer.parameters, scope: answer.scope, body: answer.body, items: answer.items })) as typeof answer;
        expect(which?.transform(stored)).toEqual({ rows: answer.rows, unreadable: answer.unreadable });
        for (const row of answer.rows) expect(rowSchema.parse(row)).toEqual(row);
      }
    });

    test("nothing secret is in what is recorded", async () => {
      const run = await undisturbed();
      const recorded = JSON.stringify([run.pages, run.exchanges]);
      for (const secret of secretsOf(scenario)) expect(recorded).not.toContain(secret);
    });

    test("refused credentials are denied: no rows, no verdict", async () => {
      const run = await collect(faulty(scenario.vendor(), () => jsonAnswer({ message: "Bad credentials" }, { status: 401 })));
      expect([run.end?.completeness, run.rows.size]).toEqual(["denied", 0]);
    });

    test("credentials that expire on the way leave what was committed, and the next attempt ends with everything", async () => {
      const broken = await collect(faulty(scenario.vendor(), (count) => (count >= 3 ? jsonAnswer({ message: "expired" }, { status: 401 }) : null)));
      expect(broken.end?.completeness).toBe("denied");
      await sameAsUndisturbed(await collect(scenario.vendor(), { after: broken }));
    });

    if (part !== null) {
      test("one denied part of many makes it partial, and says so", async () => {
        const run = await collect(faulty(scenario.vendor(), (_, request) => (part.test(named(request)) ? jsonAnswer({ message: "Forbidden" }, { status: 403 }) : null)));
        expect(run.end).toMatchObject({ completeness: "partial", failure: null });
        expect(run.end?.gaps.map(({ reason }) => reason)).toContain("denied");
        expect(run.rows.size).toBeGreaterThan(0);
      });
    }

    test.each([["seconds", "7", 7000], ["a date", later(9).toUTCString(), 9000]])("a demand to wait, in %s, is kept to the millisecond", async (_, value, milliseconds) => {
      const run = await collect(faulty(scenario.vendor(), (count) => (count === 2 ? jsonAnswer({ message: "slow down" }, { status: 429, headers: { "retry-after": value } }) : null)));
      expect([run.end?.completeness, run.waits]).toEqual(["complete", [milliseconds]]);
      await sameAsUndisturbed(run);
    });

    test("a fault of the server that passes is passed over, and counted", async () => {
      const run = await collect(faulty(scenario.vendor(), (count) => (count === 2 ? jsonAnswer({}, { status: 500 }) : null)));
      expect([run.end?.completeness, run.waits.length, run.exchanges.filter(({ status }) => status === 500).length]).toEqual(["complete", 1, 1]);
      await sameAsUndisturbed(run);
    });

    test("a server that stays broken fails the run: what is absent is not called absent", async () => {
      const run = await collect(faulty(scenario.vendor(), (count) => (count >= 3 ? jsonAnswer({}, { status: 503 }) : null)));
      expect(run.end).toMatchObject({ completeness: "failed", failure: { kind: "unreachable" } });
    });

    test("a connection that breaks or stays silent is tried again", async () => {
      const run = await collect(faulty(scenario.vendor(), (count) => (count === 2 ? Promise.reject(new Error("timeout")) : null)));
      expect([run.end?.completeness, run.exchanges.filter(({ failed }) => failed === "timeout").length]).toEqual(["complete", 1]);
    });

    test("an answer that was cut off is no answer", async () => {
      let cut = 0;
      const vendor = scenario.vendor();
      const run = await collect(async (request) => {
        const answer = await vendor(request);
        cut += 1;
        return cut === 2 ? { ...answer, bytes: answer.bytes.subarray(0, Math.floor(answer.bytes.length / 2)) } : answer;
      });
      expect(run.end?.completeness).not.toBe("complete");
    });

    test.each([1, 2])("killed after %i pages, the next attempt ends with the rows of an undisturbed run", async (pages) => {
      const cut = await collect(scenario.vendor(), { cutAfter: pages });
      expect([cut.end, cut.pages.length]).toEqual([null, pages]);
      const run = await collect(scenario.vendor(), { after: cut });
      expect(run.end?.completeness).toBe("complete");
      await sameAsUndisturbed(run);
    });

    test("a clock ten minutes off is refused, one of two minutes is told", async () => {
      const skewed = async (seconds: number): Promise<MemoryRun> => {
        const vendor = scenario.vendor();
        return collect(async (request) => {
          const answer = await vendor(request);
          answer.headers.set("date", later(seconds).toUTCString());
          return answer;
        });
      };
      const [far, near] = [await skewed(-600), await skewed(120)];
      expect(far.end).toMatchObject({ completeness: "failed", failure: { kind: "skewed" } });
      expect([near.end?.completeness, near.end?.skewMs]).toEqual(["complete", 120_000]);
    });

    if (scenario.moving !== undefined) {
      const { moving } = scenario;
      test("things that move from page to page are each there, once", async () => {
        const run = await collect(moving());
        expect(run.end?.completeness).toBe("complete");
        expect([...run.rows.keys()].sort()).toEqual([...(await undisturbed()).rows.keys()].sort());
      });
    }
  });
}

function secretsOf({ connector, credential }: ConnectorScenario): string[] {
  const strategy = connector.manifest.strategies.find(({ id }) => id === credential.strategy);
  return (strategy?.fields ?? []).filter(({ kind }) => kind === "secret").map(({ name }) => credential.values[name] ?? "").filter((value) => value !== "");
}
