import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDays } from "#lib/evidence/client.ts";
import { MAX_SILENCE_MS, whyUnread, type SegmentExtent } from "./day-silence.ts";

const at = (text: string): Date => new Date(text);
const DAY = { from: at("2026-11-03T00:00:00Z"), until: at("2026-11-04T00:00:00Z") };
const host = { id: "a", name: "host-a", firstEventAt: at("2026-10-01T00:00:00Z") };
const segment = (from: string, to: string, change: Partial<SegmentExtent> = {}): SegmentExtent => ({
  sourceId: "a", firstEventAt: at(from), lastEventAt: at(to), receivedAt: at("2026-11-04T00:05:00Z"), complete: true, ...change,
});
const whole = segment("2026-11-03T00:00:01Z", "2026-11-03T23:10:00Z");

describe("whether the logs of a day were read completely", () => {
  it("takes files that begin and end within a host's hourly words for the whole day", () => {
    expect(whyUnread(DAY, [host], [whole])).toBeNull();
    expect(whyUnread(DAY, [host], [segment("2026-11-02T22:30:00Z", "2026-11-03T11:00:00Z"), segment("2026-11-03T12:30:00Z", "2026-11-04T01:00:00Z")])).toBeNull();
  });

  it("says no when nothing is there, a source is missing, or a file ends too early", () => {
    expect(whyUnread(DAY, [], [])).toBe("no source had been heard of");
    expect(whyUnread(DAY, [host], [])).toBe("host-a was silent");
    expect(whyUnread(DAY, [host, { ...host, id: "b", name: "host-b" }], [whole])).toBe("host-b was silent");
    expect(whyUnread(DAY, [host], [segment("2026-11-03T00:00:01Z", "2026-11-03T21:59:59Z")])).toBe("host-a was silent");
    expect(whyUnread(DAY, [host], [segment("2026-11-03T02:00:01Z", "2026-11-03T23:59:59Z")])).toBe("host-a was silent");
  });

  it("looks at the whole of a silence, not at the part of it that lies in the day", () => {
    expect(whyUnread(DAY, [host], [segment("2026-11-01T00:00:00Z", "2026-11-02T22:30:00Z"), segment("2026-11-03T01:00:00Z", "2026-11-03T23:30:00Z")])).toBe("host-a was silent");
  });

  it("does not ask for a source that began later", () => {
    expect(whyUnread(DAY, [host, { id: "b", name: "host-b", firstEventAt: DAY.until }], [whole])).toBeNull();
  });

  it("concludes nothing while a segment that may hold events of the day is not read completely", () => {
    const unread = { firstEventAt: null, lastEventAt: null, complete: false };
    expect(whyUnread(DAY, [host], [whole, segment("2026-11-03T05:00:00Z", "2026-11-03T06:00:00Z", { complete: false })])).toBe("a segment was not read completely");
    expect(whyUnread(DAY, [host], [whole, segment("2026-11-03T05:00:00Z", "2026-11-03T06:00:00Z", unread)])).toBe("a segment was not read completely");
    expect(whyUnread(DAY, [host], [whole, { ...segment("2026-11-03T05:00:00Z", "2026-11-03T06:00:00Z", unread), receivedAt: at("2026-11-02T23:59:59Z") }])).toBeNull();
  });

  it("asks for every hour of a day of 25 hours, and for none beyond a day of 23", () => {
    const [autumn] = localDays(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"), "Europe/Berlin");
    const [spring] = localDays(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"), "Europe/Berlin");
    const early = { ...host, firstEventAt: at("2026-03-01T00:00:00Z") };
    const heard = (from: string, to: string) => [segment(from, to)];
    expect(whyUnread({ from: autumn!.from, until: autumn!.to }, [early], heard("2026-10-24T22:00:01Z", "2026-10-25T20:59:00Z"))).toBe("host-a was silent");
    expect(whyUnread({ from: autumn!.from, until: autumn!.to }, [early], heard("2026-10-24T22:00:01Z", "2026-10-25T22:30:00Z"))).toBeNull();
    expect(whyUnread({ from: spring!.from, until: spring!.to }, [early], heard("2026-03-28T23:00:01Z", "2026-03-29T21:30:00Z"))).toBeNull();
  });

  it("never calls a day read when one of its stretches that were heard is taken away and leaves too long a silence", () => {
    const hours = fc.uniqueArray(fc.integer({ min: -3, max: 27 }), { minLength: 1, maxLength: 24 });
    fc.assert(fc.property(hours, (starts) => {
      const segments = starts.map((hour) => segment(new Date(DAY.from.getTime() + hour * 3_600_000).toISOString(), new Date(DAY.from.getTime() + hour * 3_600_000 + 3_540_000).toISOString()));
      const heard = (minute: number): boolean => starts.some((hour) => minute >= hour * 60 && minute <= hour * 60 + 59);
      let silent = 0;
      let longest = 0;
      for (let minute = 0; minute < 24 * 60; minute += 1) {
        silent = heard(minute) ? 0 : silent + 1;
        longest = Math.max(longest, silent);
      }
      if (longest * 60_000 > MAX_SILENCE_MS + 120_000) expect(whyUnread(DAY, [host], segments)).not.toBeNull();
    }), { numRuns: 200 });
  });
});
