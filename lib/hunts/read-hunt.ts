import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, memberNames, pageOf, pageSizeInput, roleHolds, type Page } from "#lib/access/index.ts";
import { placesOf, storedExplanation, type AlertExplanation, type LinesOf } from "#lib/alerts/index.ts";
import { findSegment, findSources } from "#lib/logs/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { HUNT_STATUSES } from "./client.ts";
import { alertNumbers, countMatches, findMatchPage, requireMatch, type MatchRow } from "./hunt-match.repository.ts";
import { countHuntTexts, findHunts, findHuntTextHeads, findHuntTexts, findUnreadSegments, requireHunt, sumHuntSegments, type HuntRow } from "./hunt.repository.ts";
import { compileHunt } from "./hunt-rules.ts";

/** Most of each that a page of a hunt shows. */
const SHOWN = { texts: 100, unread: 100, rules: 200 } as const;

/** What was read of a hunt's segments. */
export type HuntReading = { segments: number; waiting: number; read: number; partial: number; missing: number; damaged: number; lines: number; unparsedLines: number; bytes: number };
export type HuntListRow = HuntRow & { reading: HuntReading; requestedByName: string };

const NOTHING: HuntReading = { segments: 0, waiting: 0, read: 0, partial: 0, missing: 0, damaged: 0, lines: 0, unparsedLines: 0, bytes: 0 };

function readingOf(rows: Awaited<ReturnType<typeof sumHuntSegments>>, huntId: string): HuntReading {
  return rows.filter((row) => row.huntId === huntId).reduce((sum, { status, segments, lines, unparsedLines, bytes }) => ({ ...sum, segments: sum.segments + segments, [status]: sum[status] + segments, lines: sum.lines + lines, unparsedLines: sum.unparsedLines + unparsedLines, bytes: sum.bytes + bytes }), NOTHING);
}

/** Retro-hunts, the newest first. */
export const listHunts = defineVerb({
  name: "hunts.list",
  permission: "hunts.read",
  effect: "read",
  input: z.strictObject({ status: z.enum(HUNT_STATUSES).optional(), cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context: { organizationId }, input: { status, cursor, pageSize } }): Promise<Page<HuntListRow>> {
    const before = cursor === undefined ? null : decodeCursor(z.tuple([z.string().max(64)]), cursor)[0];
    const found = await findHunts(tx, organizationId, { status }, before, pageSize + 1);
    const sums = await sumHuntSegments(tx, organizationId, found.map(({ id }) => id));
    const names = await memberNames(tx, organizationId, found.map(({ requestedBy }) => requestedBy));
    return pageOf(found.map((hunt) => ({ ...hunt, reading: readingOf(sums, hunt.id), requestedByName: names.get(hunt.requestedBy) ?? "Tickmark" })), pageSize, ({ id }) => [id]);
  },
});

export type HuntView = HuntListRow & {
  /** The first of the texts that it is run with, and how many there are. */
  texts: { path: string; title: string; sha256: string; ruleKeys: string[] }[];
  textCount: number;
  /** Names of its sources; empty: every source. */
  sources: string[];
  /** Segments that were not read whole, the first of them. */
  unread: Awaited<ReturnType<typeof findUnreadSegments>>;
  /** What was found by rule, the most first. */
  byRule: Awaited<ReturnType<typeof countMatches>>;
  refused: { first: { title: string; line: number; column: number; message: string }[]; count: number };
  may: { steer: boolean; raise: boolean };
};

const storedRefused = z.object({ first: z.array(z.object({ title: z.string(), line: z.number(), column: z.number(), message: z.string() })), count: z.number() });

/** One retro-hunt. @throws AppError not_found */
export const readHunt = defineVerb({
  name: "hunts.read",
  permission: "hunts.read",
  effect: "read",
  input: z.strictObject({ huntId: idInput }),
  async run({ tx, context, input: { huntId } }): Promise<HuntView> {
    const { organizationId, actor } = context;
    const hunt = await requireHunt(tx, organizationId, huntId);
    const role = actor.kind === "member" ? actor.role : null;
    const refused = storedRefused.safeParse(hunt.state.refused);
    return {
      ...hunt,
      reading: readingOf(await sumHuntSegments(tx, organizationId, [huntId]), huntId),
      requestedByName: (await memberNames(tx, organizationId, [hunt.requestedBy])).get(hunt.requestedBy) ?? "Tickmark",
      texts: await findHuntTextHeads(tx, organizationId, huntId, SHOWN.texts),
      textCount: await countHuntTexts(tx, organizationId, huntId),
      sources: (await findSources(tx, organizationId, hunt.sourceIds)).map(({ name }) => name),
      unread: await findUnreadSegments(tx, organizationId, huntId, SHOWN.unread),
      byRule: await countMatches(tx, organizationId, huntId, SHOWN.rules),
      refused: refused.success ? refused.data : { first: [], count: 0 },
      may: { steer: role !== null && roleHolds(role, "hunts.run"), raise: role !== null && roleHolds(role, "alerts.judge") },
    };
  },
});

/** What a retro-hunt found, the newest events first. @throws AppError not_found */
export const listHuntMatches = defineVerb({
  name: "hunts.list_matches",
  permission: "hunts.read",
  effect: "read",
  input: z.strictObject({ huntId: idInput, ruleKey: z.string().min(1).max(256).optional(), raised: z.boolean().optional(), cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context: { organizationId }, input: { cursor, pageSize, huntId, ruleKey, raised } }): Promise<Page<MatchRow>> {
    await requireHunt(tx, organizationId, huntId);
    const key = cursor === undefined ? null : decodeCursor(z.tuple([z.number().int().min(-8.64e15).max(8.64e15), z.string().max(64)]), cursor);
    const rows = await findMatchPage(tx, organizationId, { huntId, ruleKey, raised }, key === null ? null : { firstEventAt: new Date(key[0]), id: key[1] }, pageSize + 1);
    return pageOf(rows, pageSize, (row) => [row.firstEventAt.getTime(), row.id]);
  },
});

export type MatchView = MatchRow & LinesOf & { explanation: AlertExplanation; segment: { id: string; fileName: string; sourceName: string } };

/** One match with why it was found, and where its lines stand. @throws AppError not_found */
export const readHuntMatch = defineVerb({
  name: "hunts.read_match",
  permission: "hunts.read",
  effect: "read",
  input: z.strictObject({ matchId: idInput }),
  async run({ tx, context: { organizationId }, input: { matchId } }): Promise<MatchView> {
    const { organizationId: _, lines, explanation, ...match } = await requireMatch(tx, organizationId, matchId);
    const segment = await findSegment(tx, organizationId, match.segmentId);
    if (segment === null) throw notFound("log segment");
    const texts = await findHuntTexts(tx, organizationId, match.huntId);
    const rule = texts.length > 1 ? compileHunt(texts).ruleSet.rules.find(({ id, hash }) => id === match.ruleKey && hash === match.ruleHash) : undefined;
    const text = texts.length === 1 ? texts[0] : texts.find(({ path }) => path === rule?.path);
    return {
      ...match,
      alertNumber: match.alertId === null ? null : ((await alertNumbers(tx, organizationId, [match.alertId])).get(match.alertId) ?? null),
      places: placesOf(lines),
      explanation: storedExplanation(explanation, match.title, match.eventCount),
      rule: { key: match.ruleKey, sha256: match.ruleHash, text: text?.text ?? "" },
      segment: { id: segment.id, fileName: segment.fileName, sourceName: segment.source.name, referenceTime: segment.referenceTime, utcOffsetMinutes: segment.source.utcOffsetMinutes },
    };
  },
});
