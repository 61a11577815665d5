import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createLineSplitter, type Line } from "../lines.ts";
import { parseLine } from "./parse-line.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");

const folder = join(oracles, "detection", "loghub");
const reference = { referenceTimeMs: Date.parse("2005-12-31T00:00:00Z"), zoneOffsetMinutes: 0 };

function linesOf(path: string): Line[] {
  const splitter = createLineSplitter();
  return [...splitter.push(readFileSync(join(folder, path))), ...splitter.finish()];
}

/** RFC 4180, enough for files of one record per line. */
function csv(path: string): Record<string, string>[] {
  const rows = readFileSync(join(folder, path), "utf8").trim().split(/\r?\n/).map((row) =>
    [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) => (cell[1]?.replaceAll('""', '"') ?? cell[2] ?? "").trim()),
  );
  const names = rows[0]!;
  return rows.slice(1).map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""])));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

describe("loghub", () => {
  test("OpenSSH: all 2,000 lines agree with the published time, host, pid and content", () => {
    const lines = linesOf("OpenSSH/OpenSSH_2k.log");
    const rows = csv("OpenSSH/OpenSSH_2k.log_structured.csv");
    expect([lines.length, rows.length]).toEqual([2000, 2000]);
    lines.forEach((line, at) => {
      const row = rows[at]!;
      const event = parseLine(line.text, reference);
      const stated = { parsed: event.parsed, host: event.host, pid: String(event.pid), content: event.message.trim(), time: event.time };
      const month = String(MONTHS.indexOf(row["Date"]!) + 1).padStart(2, "0");
      const time = `2005-${month}-${row["Day"]!.padStart(2, "0")}T${row["Time"]}.000Z`;
      // 2005-12-10 lies before the reference time.
      expect(stated).toEqual({ parsed: true, host: row["Component"], pid: row["Pid"], content: row["Content"], time });
    });
  });

  test("OpenSSH: every line of the 2,000 gets fields beyond the header", () => {
    const bare = linesOf("OpenSSH/OpenSSH_2k.log").filter((line) => {
      const event = parseLine(line.text, reference);
      return event.action === undefined && event.detail === undefined && event.userUnknown === undefined;
    });
    expect(bare.map((line) => line.text)).toEqual([]);
  });

  test("Linux: all 2,000 lines agree with the published time, host, program, pid and content", () => {
    const lines = linesOf("Linux/Linux_2k.log");
    const rows = csv("Linux/Linux_2k.log_structured.csv");
    expect([lines.length, rows.length]).toEqual([2000, 2000]);
    lines.forEach((line, at) => {
      const row = rows[at]!;
      const event = parseLine(line.text, reference);
      const month = String(MONTHS.indexOf(row["Month"]!) + 1).padStart(2, "0");
      expect({
        parsed: event.parsed, host: event.host, program: event.program, pid: event.pid === undefined ? "" : String(event.pid),
        content: event.message.trim(), time: event.time, lineId: String(line.number),
      }).toEqual({
        parsed: true, host: row["Level"],
        // Their component keeps the PAM module and syslogd's version, our program is the bare name.
        program: row["Component"]!.replace("(pam_unix)", "").replace(" 1.4.1", ""),
        pid: row["PID"], content: row["Content"],
        time: `2005-${month}-${row["Date"]!.padStart(2, "0")}T${row["Time"]}.000Z`, lineId: row["LineId"],
      });
    });
  });

  test("Linux: failed sign-ins, sessions and FTP connections equal the published template counts", () => {
    const rows = csv("Linux/Linux_2k.log_structured.csv");
    const events = linesOf("Linux/Linux_2k.log").map((line) => parseLine(line.text, reference));
    const published = (start: string) => rows.filter((row) => row["EventTemplate"]!.startsWith(start)).length;
    const ours = (action: string, program?: string) => events.filter((event) => event.action === action && (program === undefined || event.program === program)).length;
    expect(ours("authentication_failed")).toBe(published("authentication failure;") + published("Authentication failed from"));
    expect(ours("session_opened")).toBe(published("session opened"));
    expect(ours("session_closed")).toBe(published("session closed"));
    expect(ours("connection_opened", "ftpd")).toBe(published("connection from"));
    expect(events.filter((event) => event.user === "root" && event.action === "authentication_failed")).toHaveLength(351);
  });
});
