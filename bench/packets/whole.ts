// What does a packet cost that carries as much evidence as one may, from the request to the sealed and verified file?
//
//   node_modules/.bin/node bench/packets/whole.ts [--evidence 20000] [--keep FILE]
//
// Sets up an installation in a temporary folder with one control, hands in notes and accepts them by the product's verbs, then
// starts a worker as `tickmark start` does, asks for the packet and waits until it is sealed. Prints one JSON object: seconds of
// each part, the worker's high-water mark of memory (VmHWM) and its processor time, and what `tickmark verify` says of the file, with
// its seconds and memory. Each note has two entries of the ledger, its own and that of its review. `--keep` copies the packet.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { adoptLibrary } from "#lib/controls/index.ts";
import { listInbox, reviewMany, submitEvidence } from "#lib/evidence/index.ts";
import { readPacket, requestPacket } from "#lib/packets/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenant } from "#lib/platform/tenant.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { scratchInstallation, type ScratchInstallation } from "../scratch-installation.ts";

/** As lib/cli/start/processes.ts starts the worker. */
const WORKER_FLAGS = ["--max-semi-space-size=4", "--max-old-space-size=512"];
const LOOKS_EVERY_MS = 100;
const AT_ONCE = 4;

const { values } = parseArgs({ options: { evidence: { type: "string", default: "20000" }, keep: { type: "string" } } });
const installation = await scratchInstallation({ durable: false });
try {
  console.log(JSON.stringify(await measure(installation), null, 2));
} finally {
  await installation.remove();
}

async function measure(scratch: ScratchInstallation): Promise<object> {
  const { folder, environment, organizationId, person } = scratch;
  const count = Number(values.evidence);
  const today = dayOf(new Date(), "UTC");
  const filling = performance.now();
  const { controlId, requestId } = await oneControl(scratch);
  await fill(scratch, requestId, count, today);
  const fillSeconds = seconds(filling);

  const worker = spawn(process.execPath, [...WORKER_FLAGS, "lib/cli/main.ts", "worker"], { env: { ...process.env, ...environment, MALLOC_ARENA_MAX: "2" }, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const closed = once(worker, "close");
  const asked = performance.now();
  const { id } = await requestPacket(person, { controlId, firstDay: today, lastDay: today, timeZone: "UTC" });
  let used = look(worker.pid);
  let packet = await readPacket(person, { packetId: id });
  while (packet.sealed === null && packet.status !== "failed") {
    await pause(LOOKS_EVERY_MS);
    used = look(worker.pid);
    packet = await readPacket(person, { packetId: id });
  }
  const madeSeconds = seconds(asked);
  worker.kill("SIGTERM");
  await closed;
  if (packet.sealed === null) throw new Error(`the packet failed: ${packet.error ?? "no reason"}`);

  const file = path.join(folder, "packet.zip");
  await pipeline(runtime().blobs.read(organizationId, packet.sealed.zipSha256), createWriteStream(file));
  if (values.keep !== undefined) await copyFile(file, values.keep);
  return {
    evidence: count, "filled in seconds": fillSeconds,
    packet: { "seconds until sealed": madeSeconds, "processor seconds of the worker": used.processor, "peak of the worker, MB": used.peak, bytes: packet.sealed.byteLength, files: packet.sealed.manifest.files.length },
    verify: await verify(file),
  };
}

/** One control with one evidence request, in force since yesterday. */
async function oneControl({ database, organizationId, system }: ScratchInstallation): Promise<{ controlId: string; requestId: string }> {
  const text = { statement: "What happens is written down.", context: "", scope: "", guidance: "", howTested: "", whySufficient: "", auditorValidates: "", privateLinks: "" };
  const request = { key: "notes", title: "Notes", asks: "What was seen.", freshnessDays: 92, accepts: ["note" as const], answeredBy: [] };
  await adoptLibrary(system, {
    controls: [{ code: "BEN.1", title: "Notes are taken", kind: "manual", frequency: "daily", trigger: null, ownerTeam: "IT", processOwners: [], criticality: "high", mappings: [], evidenceRequests: [request], ...text }],
    effectiveFrom: new Date(Date.now() - 2 * 86_400_000),
  });
  const [found] = await withTenant(database, organizationId, (tx) => tx.evidenceRequest.findMany({ select: { id: true, controlId: true } }));
  if (found === undefined) throw new Error("the control has an evidence request");
  return { controlId: found.controlId, requestId: found.id };
}

/** Notes of today, handed in by Tickmark and accepted by the administrator. */
async function fill({ system, person }: ScratchInstallation, requestId: string, count: number, today: string): Promise<void> {
  let next = 0;
  const handIn = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      await submitEvidence(system, { source: { kind: "note" }, title: `Walk ${n + 1} through the data centre`, note: `Round ${n + 1}: doors closed, no alarms, temperature ${18 + (n % 7)} degrees.`, collectedAt: today, requestIds: [requestId], period: { firstDay: today, lastDay: today } });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, handIn));
  const { upToNumber } = await listInbox(person, {});
  for (let cursor: string | undefined, left = true; left;) {
    const report = await reviewMany(person, { decision: "accepted", which: { filter: {}, upToNumber, cursor } });
    if (report.refused[0] !== undefined) throw new Error(report.refused[0].message);
    left = report.nextCursor !== null;
    cursor = report.nextCursor ?? undefined;
  }
}

/** What `tickmark verify` prints of a packet, without the lines of single files. */
async function verify(file: string): Promise<object> {
  const started = performance.now();
  const child = spawn(process.execPath, ["lib/cli/main.ts", "verify", file], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  let used = look(child.pid);
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const looks = setInterval(() => (used = look(child.pid, used)), LOOKS_EVERY_MS);
  const [code] = (await once(child, "close")) as [number];
  clearInterval(looks);
  return { "exit code": code, seconds: seconds(started), "peak, MB": used.peak, says: text.split("\n").slice(0, 30) };
}

/** The kernel's high-water mark of a process and the processor time that it took; what was known before once it has ended. */
function look(pid: number | undefined, before = { peak: 0, processor: 0 }): { peak: number; processor: number } {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid ?? 0}/status`, "utf8"))?.[1];
    const fields = readFileSync(`/proc/${pid ?? 0}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
    return peak === undefined ? before : { peak: Math.round((Number(peak) * 1024) / 1e6), processor: (Number(fields[11]) + Number(fields[12])) / 100 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || (error as NodeJS.ErrnoException).code === "ESRCH") return before;
    throw error;
  }
}

function seconds(from: number): number {
  return Math.round((performance.now() - from) / 100) / 10;
}
