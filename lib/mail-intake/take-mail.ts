import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { CONNECTION_LIMITS } from "#lib/connections/index.ts";
import type { Resolve } from "#lib/connector/index.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { maintenanceNow } from "#lib/platform/maintenance.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { askWithin } from "./ask-dns.ts";
import { deliver, refuse, sourceOf, type Reply, type Source } from "./deliver.ts";
import { INTAKE_LIMITS, type IntakeLimits } from "./limits.ts";
import { countOpen, countPerMinute, inTurn } from "./rates.ts";

export type MailListener = {
  /** The port that it listens on. */
  port: number;
  /** Takes no more connections, and waits for those that are open, for some seconds. */
  stop(): Promise<void>;
};

type Place = { host: string; port: number; domain: string; tls: { cert: Buffer; key: Buffer } | undefined };

/** What is known of a connection besides what the library keeps. */
type Known = { sources: Source[]; refused: number; messages: number };

type Done = (error?: Error | null) => void;
type DataDone = (error?: Error | null, says?: string) => void;

const BUSY: Reply = { code: 421, says: "4.7.0 Too much at once; please come again later" };
const CLOSED: Reply = { code: 421, says: "4.3.2 Closed for maintenance; please come again later" };

/**
 * Takes mail for addresses of connections, and for nobody else (SMTP, RFC 5321). Relays nothing and sends nothing. Everything
 * is bounded: {@link INTAKE_LIMITS}.
 *
 * @param resolve what is asked for SPF, DKIM and DMARC
 * @throws Error when the port cannot be opened
 */
export async function takeMail(place: Place, resolve: Resolve, limits: IntakeLimits = INTAKE_LIMITS): Promise<MailListener> {
  const known = new WeakMap<SMTPServerSession, Known>();
  const of = (session: SMTPServerSession): Known => {
    const one = known.get(session) ?? { sources: [], refused: 0, messages: 0 };
    known.set(session, one);
    return one;
  };
  const desk = openDesk(resolve, limits);
  const server = new SMTPServer({
    name: place.domain, banner: "Tickmark", size: CONNECTION_LIMITS.messageBytes, maxClients: limits.connections, maxRecipients: limits.recipients, socketTimeout: limits.silentMs, closeTimeout: 5_000, disableReverseLookup: true, logger: false,
    authOptional: true, hideENHANCEDSTATUSCODES: true, hideDSN: true, hideREQUIRETLS: true, ...(place.tls ?? {}), ...(place.tls === undefined ? {} : { minVersion: "TLSv1.2" }),
    disabledCommands: ["AUTH", "XCLIENT", "XFORWARD", ...(place.tls === undefined ? ["STARTTLS"] : [])],
    onConnect: (session, done) => answer(desk.connect(session), done),
    onClose: (session) => desk.leave(session),
    onMailFrom: (_address, session, done) => answer(Promise.resolve(desk.begin(of(session), session)), done),
    onRcptTo: ({ address }, session, done) => answer(desk.recipient(of(session), session, address), done),
    onData: (stream, session, done) => void desk.data(of(session), session, stream, done),
  });
  server.on("error", (error: Error) => log.warn("mail.connection_failed", errorFields(error)));
  const port = await listen(server, place, limits);
  return { port, stop: () => new Promise<void>((resolve_) => void server.close(() => resolve_())) };
}

/** Opens the port, and gives each connection its time. */
function listen(server: SMTPServer, { host, port }: Place, { connectionMs }: IntakeLimits): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    const net = server.listen(port, host, () => {
      net.off("error", reject);
      const address = net.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
    net.once("error", reject);
    net.on("connection", (socket) => {
      const timer = setTimeout(() => socket.destroy(), connectionMs);
      socket.once("close", () => clearTimeout(timer));
    });
  });
}

const refusal = ({ code, says }: Reply): Error => Object.assign(new Error(says), { responseCode: code });

/** Tells a sender what came of it; what nobody foresaw is told as something to send again. */
function answer(work: Promise<Reply | null>, done: Done): void {
  work.then((reply) => done(reply === null ? null : refusal(reply))).catch((error: unknown) => {
    log.error("mail.failed", errorFields(error));
    done(refusal({ code: 451, says: "4.3.0 It could not be taken now; please send it again" }));
  });
}

/** What is said to whom, within the bounds. */
function openDesk(resolve: Resolve, limits: IntakeLimits) {
  const entered = new WeakSet<SMTPServerSession>();
  const open = countOpen(limits.connectionsOfAddress);
  const opened = countPerMinute(limits.openedPerMinute, limits.counted);
  const sent = countPerMinute(limits.messagesPerMinute, limits.counted);
  const came = countPerMinute(limits.ofSourcePerMinute, limits.counted);
  const turn = inTurn(limits.atOnce);
  return {
    async connect(session: SMTPServerSession): Promise<Reply | null> {
      const ip = session.remoteAddress;
      if (!opened.take(ip) || !open.enter(ip)) return BUSY;
      entered.add(session);
      return (await maintenanceNow(runtime().database)) === null ? null : CLOSED;
    },
    leave(session: SMTPServerSession): void {
      if (entered.delete(session)) open.leave(session.remoteAddress);
    },
    begin(known: Known, { remoteAddress }: SMTPServerSession): Reply | null {
      known.sources = [];
      known.messages += 1;
      return known.messages > limits.messagesOfConnection || !sent.take(remoteAddress) ? BUSY : null;
    },
    async recipient(known: Known, session: SMTPServerSession, address: string): Promise<Reply | null> {
      const sender = senderOf(session);
      const found = await sourceOf(address, sender);
      if (!("code" in found)) {
        if (!came.take(found.connectionId)) return refuse(found, "rate", { code: 450, says: "4.2.1 Too many messages at once; please send it again later" }, sender);
        known.sources.push(found);
        return null;
      }
      known.refused += 1;
      return known.refused > limits.refusedRecipients ? { code: 421, says: "4.7.0 Too many recipients that are not here" } : found;
    },
    async data(known: Known, session: SMTPServerSession, stream: SMTPServerDataStream, done: DataDone): Promise<void> {
      const { sources } = known;
      known.sources = [];
      try {
        const bytes = await wholeOf(stream, limits.drainedBytes);
        const reply = bytes === null ? await tooLarge(sources, session) : await turn(() => deliverAll(sources, session, bytes, askWithin(resolve, limits)));
        if (reply.code === 250) done(null, reply.says);
        else done(refusal(reply));
      } catch (error) {
        log.warn("mail.data_failed", errorFields(error));
        done(refusal({ code: 451, says: "4.3.0 It could not be taken now; please send it again" }));
      }
    },
  };
}

const senderOf = ({ envelope, remoteAddress }: SMTPServerSession) => ({ from: envelope.mailFrom === false ? "" : envelope.mailFrom.address, ip: remoteAddress });

/**
 * All of a message; null of one that is larger than it may be, once its end has come.
 * @throws Error when the connection ends before, or goes on without an end
 */
async function wholeOf(stream: SMTPServerDataStream, drained: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > drained) throw new Error("a message without an end");
    if (length <= CONNECTION_LIMITS.messageBytes) parts.push(part);
    else parts.length = 0;
  }
  return length > CONNECTION_LIMITS.messageBytes ? null : Buffer.concat(parts);
}

async function tooLarge(sources: readonly Source[], session: SMTPServerSession): Promise<Reply> {
  const reply: Reply = { code: 552, says: `5.3.4 A message has ${CONNECTION_LIMITS.messageBytes} bytes at most` };
  for (const source of sources) await refuse(source, "too_large", reply, senderOf(session));
  return reply;
}

/** One answer for all recipients: what has to come again for one of them comes again for all, and is kept once. */
async function deliverAll(sources: readonly Source[], session: SMTPServerSession, bytes: Buffer, resolve: Resolve): Promise<Reply> {
  const delivery = { bytes, receivedAt: runtime().clock.now(), helo: session.hostNameAppearsAs, ...senderOf(session) };
  const replies: Reply[] = [];
  for (const source of sources) replies.push(await deliver(source, delivery, resolve));
  return replies.find(({ code }) => code >= 400 && code < 500) ?? replies.find(({ code }) => code === 250) ?? replies[0] ?? { code: 554, says: "5.5.1 No recipient" };
}
