import { z } from "zod";
import { defineVerb, idInput, memberNames } from "#lib/access/index.ts";
import type { Connector } from "#lib/connector/index.ts";
import { worstStatus, type Status } from "#lib/status/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { RECEIVED } from "./client.ts";
import { requireCollection } from "./collection.repository.ts";
import { collectorStatus, receivedStatus } from "./collector-status.ts";
import { listCollectorRows, listConnectionRows, listCredentialVersions, requireConnection, type CollectorRow, type ConnectionRow, type CredentialVersion } from "./connection.repository.ts";
import { knownConnectors } from "./connectors.ts";
import { CONNECTION_LIMITS } from "./limits.ts";
import { cardOf, type CollectorCard, type ConnectorCard } from "./list-connectors.ts";
import { listRefusals, type RefusalRow } from "./received.repository.ts";
import { freshUntil } from "./schedule.ts";

/** One collector of a connection: how it stands, when it ran and runs. */
export type CollectorView = CollectorCard & Pick<CollectorRow, "lastEndedAt" | "lastCompleteness" | "lastCompleteAt" | "lastCollectionId" | "nextDueAt" | "consecutiveFailures" | "runningId"> & { status: Status; word: string; freshUntil: Date | null };

export type ConnectionSummary = Omit<ConnectionRow, "settings" | "permissions"> & {
  /** Null where this version of Tickmark has no such connector any more. */
  connectorName: string | null;
  status: Status;
  word: string;
  /** When something came last, whole or in part. */
  lastEndedAt: Date | null;
  nextDueAt: Date | null;
  /** Permissions that were not found to be granted. */
  lacking: number;
};

/** How what comes by itself stands: the day that is open, the one that closed last, and what was refused on the open one. */
export type ReceivedView = Pick<CollectorRow, "runningId" | "lastCollectionId"> & { status: Status; word: string; today: { items: number; refused: readonly RefusalRow[] } | null };

export type ConnectionView = ConnectionRow & { received: ReceivedView | null; status: Status; word: string; card: ConnectorCard | null; collectors: CollectorView[]; credentials: (CredentialVersion & { setByName: string })[]; connectedByName: string };

function collectorViews(connector: Connector | undefined, connection: ConnectionRow, states: ReadonlyMap<string, CollectorRow>, now: Date): CollectorView[] {
  return (connector === undefined ? [] : cardOf(connector).collectors).map((card) => {
    const row = states.get(`${connection.id} ${card.id}`);
    const facts = { lastCompleteness: row?.lastCompleteness ?? null, lastCompleteAt: row?.lastCompleteAt ?? null };
    return {
      ...card, ...facts, lastEndedAt: row?.lastEndedAt ?? null, lastCollectionId: row?.lastCollectionId ?? null, nextDueAt: connection.state === "active" ? (row?.nextDueAt ?? null) : null, consecutiveFailures: row?.consecutiveFailures ?? 0,
      runningId: row?.runningId ?? null, freshUntil: facts.lastCompleteAt === null ? null : freshUntil(card, facts.lastCompleteAt), ...collectorStatus(card, { state: connection.state, attention: connection.attention, ...facts }, now),
    };
  });
}

function receivedStanding(connection: ConnectionRow, states: ReadonlyMap<string, CollectorRow>, now: Date): { status: Status; word: string; row: CollectorRow | undefined } {
  const row = states.get(`${connection.id} ${RECEIVED}`);
  return { row, ...receivedStatus({ state: connection.state, attention: connection.attention, lastCompleteness: row?.lastCompleteness ?? null, lastCompleteAt: null }, row?.runningId != null, now) };
}

/** A connection stands as the worst of its collectors does. */
function standing(views: readonly CollectorView[]): { status: Status; word: string } {
  const status = worstStatus(views.map((view) => view.status));
  return { status, word: views.find((view) => view.status === status)?.word ?? "Not yet known" };
}

async function receivedView(tx: TenantTransaction, organizationId: string, { status, word, row }: ReturnType<typeof receivedStanding>): Promise<ReceivedView> {
  const runningId = row?.runningId ?? null;
  const today = runningId === null ? null : { items: (await requireCollection(tx, organizationId, runningId)).items, refused: await listRefusals(tx, organizationId, runningId) };
  return { status, word, runningId, lastCollectionId: row?.lastCollectionId ?? null, today };
}

const knownConnector = (id: string): Connector | undefined => knownConnectors().find(({ manifest }) => manifest.id === id);

const newest = (instants: readonly (Date | null)[]): Date | null => instants.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
const earliest = (instants: readonly (Date | null)[]): Date | null => instants.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);

/** Every connection with how it stands; removed ones last. */
export const listConnections = defineVerb({
  name: "connections.list",
  permission: "connections.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now }): Promise<ConnectionSummary[]> {
    const states = await listCollectorRows(tx, organizationId);
    return (await listConnectionRows(tx, organizationId, CONNECTION_LIMITS.connections * 2)).map((row) => {
      const { settings: _settings, permissions, ...shown } = row;
      const connector = knownConnector(row.connector);
      const views = collectorViews(connector, row, states, now);
      const stands = connector?.receiver === undefined ? standing(views) : receivedStanding(row, states, now);
      return { ...shown, connectorName: connector?.manifest.name ?? null, status: stands.status, word: stands.word, lastEndedAt: newest(views.map((view) => view.lastEndedAt)), nextDueAt: earliest(views.map((view) => view.nextDueAt)), lacking: permissions.filter(({ state }) => state !== "granted").length };
    });
  },
});

/** One connection: whom its vendor takes us for, what it may, how each collector stands. The credential never leaves. @throws AppError not_found */
export const readConnection = defineVerb({
  name: "connections.read",
  permission: "connections.read",
  effect: "read",
  input: z.strictObject({ connectionId: idInput }),
  async run({ tx, context: { organizationId }, input: { connectionId }, now }): Promise<ConnectionView> {
    const row = await requireConnection(tx, organizationId, connectionId);
    const connector = knownConnector(row.connector);
    const states = await listCollectorRows(tx, organizationId, connectionId);
    const collectors = collectorViews(connector, row, states, now);
    const received = connector?.receiver === undefined ? null : await receivedView(tx, organizationId, receivedStanding(row, states, now));
    const versions = await listCredentialVersions(tx, organizationId, connectionId);
    const names = await memberNames(tx, organizationId, [row.connectedBy, ...versions.map(({ setBy }) => setBy)]);
    const nameOf = (id: string): string => names.get(id) ?? "Somebody who has left";
    const { status, word } = received ?? standing(collectors);
    return { ...row, status, word, received, card: connector === undefined ? null : cardOf(connector), collectors, credentials: versions.map((one) => ({ ...one, setByName: nameOf(one.setBy) })), connectedByName: nameOf(row.connectedBy) };
  },
});
