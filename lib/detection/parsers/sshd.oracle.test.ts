import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseLine } from "./parse-line.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");

type Case = { line: string; match: boolean; host?: string; user?: string; time?: string };

/** A comment `# failJSON: {...}` describes the line that follows it. */
function cases(): Case[] {
  const rows = readFileSync(join(oracles!, "detection", "fail2ban-logs", "sshd"), "utf8").split("\n");
  return rows.flatMap((row, at) => {
    const described = /^# failJSON: (\{.*\})/.exec(row);
    return described ? [{ ...(JSON.parse(described[1]!) as Omit<Case, "line">), line: rows[at + 1]! }] : [];
  });
}

// Their clock: 14 August 2005, Zurich. Zone-less times are local, so they are compared as written.
const reference = { referenceTimeMs: Date.parse("2005-08-14T12:00:00Z"), zoneOffsetMinutes: 0 };

/** They carry the address over from earlier lines of a session; one line alone cannot know it. */
const needsEarlierLine = (item: Case) => item.host !== undefined && !item.line.includes(item.host);

/**
 * The one line where we read another host on purpose. Both readings are possible; a user name is what an attacker
 * controls, and `Failed password` carries no trailing detail in OpenSSH, so the last `from` is sshd's own.
 */
const DISAGREEMENTS = ["Failed password for invalid user test from 127.0.0.1 port 58946 ssh2: from 10.10.1.2 port 55555 ssh2"];

describe("fail2ban's sshd lines", () => {
  const all = cases();
  const positives = all.filter((item) => item.match && !needsEarlierLine(item));

  test("the vectors are complete: 155 described lines, 98 failures that one line alone can tell", () => {
    expect([all.length, positives.length]).toEqual([155, 98]);
  });

  test("host and user of every failure that the line itself states agree, but for one deliberate difference", () => {
    const wrong = positives.filter((item) => item.host !== undefined).filter((item) => {
      const event = parseLine(item.line, reference);
      const user = item.user === undefined || item.user === "" || event.user === item.user;
      return event.source !== item.host || !user;
    });
    expect(wrong.map((item) => item.line.replace(/^.*sshd\[\d+\]: /, ""))).toEqual(DISAGREEMENTS);
  });

  test("year-less times resolve to the same year", () => {
    const dated = all.filter((item) => item.time !== undefined && /^[A-Z]/.test(item.line));
    const wrong = dated.filter((item) => parseLine(item.line, reference).time?.slice(0, 19) !== item.time);
    expect(wrong.map((item) => [item.line, item.time])).toEqual([]);
  });

  test("no line described as harmless is read as a failed password", () => {
    const read = all.filter((item) => !item.match).map((item) => parseLine(item.line, reference));
    expect(read.filter((event) => event.action === "authentication_failed" && event.authMethod === "password")).toEqual([]);
  });
});
