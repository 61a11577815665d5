import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { CollectionFailure, openTransport, type Connector, type Identity, type Incoming, type OutgoingRequest, type Session, type Transport } from "#lib/connector/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { chance } from "./chance.ts";
import { connectorOf } from "./connectors.ts";
import { findSecret, requireConnection, type ConnectionRow } from "./connection.repository.ts";
import { openCredential } from "./credential.ts";
import { CONNECTION_LIMITS } from "./limits.ts";

export type OpenSession = { connection: ConnectionRow; connector: Connector; session: Omit<Session, "ask"> };

/** A connection with its credential in the clear, for Tickmark's own work with its vendor. @throws AppError not_found, precondition_failed (credential_missing) */
export const openSession = defineVerb({
  name: "connections.open_session",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ connectionId: idInput }),
  async run({ tx, context: { organizationId, clock }, input: { connectionId } }): Promise<OpenSession> {
    const connection = await requireConnection(tx, organizationId, connectionId);
    const wrapped = await findSecret(tx, organizationId, connectionId);
    if (wrapped === null) throw new AppError("precondition_failed", "credential_missing", "The connection has no credential any more.");
    const values = openCredential(organizationId, connectionId, wrapped);
    return { connection, connector: connectorOf(connection.connector), session: { settings: connection.settings, credential: { strategy: connection.strategy, values }, now: () => clock.now() } };
  },
});

/** Tickmark itself, at work for whoever asked. */
export const asTickmark = (context: Context): Context => ({ ...context, actor: { kind: "system", name: "connections" } });

/** The way to a vendor, through the one way out. Ends what waits when the signal is aborted. */
export function transportTo(connector: Connector, now: () => Date, signal?: AbortSignal): Transport {
  return openTransport(connector.manifest, {
    send: (request) => sendOut(request, signal), now, random: chance,
    sleep: async (milliseconds) => { await sleep(milliseconds, undefined, signal === undefined ? {} : { signal }); },
  });
}

async function sendOut({ url, method, headers, body }: OutgoingRequest, signal: AbortSignal | undefined): Promise<Incoming> {
  try {
    const answer = await runtime().outbound.fetch(url, { method, headers: { accept: "application/json", ...headers }, body, signal, timeoutMs: CONNECTION_LIMITS.answerMs, mostBytes: CONNECTION_LIMITS.answerBytes });
    return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
  } catch (error) {
    // What the one way out refuses is refused every time.
    if (error instanceof AppError) throw new CollectionFailure("misconfigured", `${method ?? "GET"} ${new URL(url).pathname}`, error.message, null, { cause: error });
    throw error;
  }
}

/** Whom a vendor takes us for, and what each permission was found to be. */
export type Examined = { identity: Identity; permissions: Awaited<ReturnType<Connector["probe"]>> } | { failure: CollectionFailure };

/** Asks a vendor who we are and what we may. A refusal is an answer. */
export async function examine(connector: Connector, session: Omit<Session, "ask">): Promise<Examined> {
  const whole: Session = { ...session, ask: transportTo(connector, session.now).ask };
  try {
    const identity = await connector.identify(whole);
    return { identity, permissions: await connector.probe(whole) };
  } catch (error) {
    if (error instanceof CollectionFailure) return { failure: error };
    throw error;
  }
}
