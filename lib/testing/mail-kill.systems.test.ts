import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, openMessage, readAddress, readCollection, readConnection } from "#lib/connections/index.ts";
import { listObjects } from "#lib/inventory/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { childEnvironment } from "#lib/platform/env.ts";
import { freePort } from "#lib/platform/port.ts";
import { testDatabase } from "./database.ts";
import { testWorld, type World } from "./world.ts";

// What takes mail is killed (SIGKILL) again and again while mail comes. Its sender does what mail servers do: whatever was
// not answered 250 is sent again, until it is.

const MESSAGES = 24;
/** A life ends at a moment while every third message is taken. */
const EVERY = 3;
const LONGEST_MOMENT_MS = 400;

let world: World;
let port: number;
let child: ChildProcess | undefined;
let start: () => Promise<ChildProcess>;
beforeAll(async () => {
  world = await testWorld();
  world.clock.set(systemClock.now());
  port = await freePort("127.0.0.1");
  const { dataDirectory, ...urls } = await testDatabase();
  const env = childEnvironment({ TICKMARK_DATA: dataDirectory, TICKMARK_LOG_LEVEL: "error", TICKMARK_MAIL_PORT: String(port), TICKMARK_MAIL_DOMAIN: "in.tickmark.test", NODE_COMPILE_CACHE: path.join(dataDirectory, "compiled"), MAIL_DRIVER: JSON.stringify({ urls, port, domain: "in.tickmark.test" }) });
  start = async () => {
    const born = fork(new URL("./mail-driver.ts", import.meta.url), { env, stdio: ["ignore", "pipe", "inherit", "ipc"], execArgv: [] });
    if (born.stdout !== null) await Promise.race([once(born.stdout, "data"), once(born, "close")]);
    return born;
  };
}, 120_000);
afterAll(async () => {
  child?.kill("SIGKILL");
  await world.close();
});

test("killed anywhere while mail comes: whatever was answered 250 is kept, and everything is kept once", async () => {
  const { id: connectionId } = await connect(world.as("admin"), { connector: "mail", name: "Killed", strategy: "address", settings: [{ name: "senders", value: "x.example" }], credential: [] });
  const to = (await readAddress(world.as("admin"), { connectionId })).address ?? "";
  const sender = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, connectionTimeout: 2_000, socketTimeout: 20_000 });
  let [kills, again] = [0, 0];
  child = await start();
  const dieSoon = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_MOMENT_MS));
    if (child === undefined) return;
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
    kills += 1;
    child = await start();
  };
  for (let count = 0; count < MESSAGES; count++) {
    const raw = `From: alerts@x.example\r\nSubject: Report ${count}\r\nMessage-ID: <${count}@x.example>\r\n\r\nwritten by a tool\r\n`;
    const reborn = count % EVERY === 1 ? dieSoon() : Promise.resolve();
    for (let kept = false; !kept;) {
      kept = await sender.sendMail({ envelope: { from: "alerts@x.example", to }, raw }).then(({ response }) => response.startsWith("250"), () => false);
      if (kept) continue;
      again += 1;
      await reborn;
    }
    await reborn;
  }
  console.log(JSON.stringify({ messages: MESSAGES, kills, sentAgain: again }));
  expect([kills, again > 0]).toEqual([MESSAGES / EVERY, true]);
  const { rows } = await listObjects(world.as("admin"), { kind: "message", connectionId, pageSize: 100 });
  expect(rows.map(({ title }) => title).sort()).toEqual(Array.from({ length: MESSAGES }, (_, count) => `Report ${count}`).sort());
  const { received } = await readConnection(world.as("admin"), { connectionId });
  const day = await readCollection(world.as("admin"), { collectionId: received?.runningId ?? "" });
  expect([day.items, day.pages, day.rows]).toEqual([MESSAGES, MESSAGES, MESSAGES]);
  for (const { id } of rows.slice(0, 5)) expect((await openMessage(world.as("admin"), { objectId: id })).raw.toString()).toContain("written by a tool");
}, 300_000);
