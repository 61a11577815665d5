import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as getUnknown } from "#app/api/v1/[...path]/route.ts";
import { controlsAnswer, evidenceListAnswer, refusalAnswer, requestsAnswer, submittedAnswer } from "#app/api/v1/answers.ts";
import { GET as getControls } from "#app/api/v1/controls/route.ts";
import { GET as getRequests } from "#app/api/v1/evidence-requests/route.ts";
import { GET as getEvidence, POST as postEvidence } from "#app/api/v1/evidence/route.ts";
import { OPERATIONS } from "#app/api/v1/operations.ts";
import { RATES } from "#lib/access/index.ts";
import { createKey, listKeys, revokeKey, type ApiScope } from "#lib/api-keys/index.ts";
import { readEvidence, reviewEvidence } from "#lib/evidence/index.ts";
import { requestDeletion } from "#lib/leaving/index.ts";
import { changeRole, removeMember } from "#lib/people/index.ts";
import { setLogLevel } from "#lib/platform/log.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { adoptedLibrary } from "./adopted-library.ts";
import { freshProof } from "./fresh-proof.ts";
import { joinedMember } from "./joined-member.ts";
import { reasonOf } from "./reason-of.ts";
import { testWorld, type World } from "./world.ts";

const DAY_MS = 86_400_000;
let world: World;
let other: World;
let request: string;
let addresses = 0;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  const { requests } = await adoptedLibrary(world);
  request = requests.get("SYS.2.07 monitoring-description") ?? "";
});
beforeEach(() => {
  // Each test has minutes of its own, and an address.
  world.clock.advance(2 * 60_000);
  addresses += 1;
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await other.close();
  await world.close();
});

const EVERY: ApiScope[] = ["controls.read", "evidence.read", "evidence.submit"];
const make = async (scopes: ApiScope[] = EVERY, days = 90, of = world) => createKey(of.as("admin"), { name: "Nightly restore report", scopes, days, ...(await freshProof(of)) });

function ask(path: string, token: string | null, init: RequestInit = {}): Request {
  const headers = new Headers({ "x-forwarded-for": `198.51.100.${addresses}`, "user-agent": "curl/8.5.0", ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(init.headers as Record<string, string> | undefined) });
  return new Request(`http://127.0.0.1:4400/api/v1/${path}`, { ...init, headers });
}

const send = (token: string, text: string, query = `request=${request}&fileName=report.txt`, headers: Record<string, string> = {}): Request =>
  ask(`evidence?${query}`, token, { method: "POST", body: text, headers: { "content-type": "text/plain", "content-length": String(Buffer.byteLength(text)), ...headers } });

/** Status and reason of a refusal, whose shape is checked. */
async function refusalOf(answer: Response): Promise<string> {
  return `${answer.status} ${refusalAnswer.parse(await answer.json()).reason}`;
}
const problemsOf = async (answer: Response) => refusalAnswer.parse(await answer.json()).problems.map(({ path }) => path);
const submitted = async (answer: Promise<Response>) => submittedAnswer.parse(await (await answer).json());
const countEvidence = () => world.inTenant((tx) => tx.evidence.count());

describe("reading", () => {
  test("a key reads controls and evidence requests of its own organization, page by page, in the one vocabulary of statuses", async () => {
    const { token } = await make();
    const { rows } = controlsAnswer.parse(await (await getControls(ask("controls", token))).json());
    expect(rows.map(({ code, status }) => `${code} ${status}`)).toEqual(["SYS.1.01 never_collected", "SYS.2.07 never_collected"]);
    const all = requestsAnswer.parse(await (await getRequests(ask("evidence-requests", token))).json());
    const paged: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = requestsAnswer.parse(await (await getRequests(ask(`evidence-requests?size=2&cursor=${encodeURIComponent(cursor)}`, token))).json());
      paged.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.rows.map(({ id }) => id));
    expect(paged.length).toBeGreaterThan(2);
  });

  test("what is wrong with an address is named by its parameter, and nothing is answered", async () => {
    const { token } = await make();
    expect(await problemsOf(await getControls(ask("controls?status=fine&size=500", token)))).toEqual(["size", "status"]);
    expect(await problemsOf(await getControls(ask("controls?status=met&status=stale", token)))).toEqual(["status"]);
    expect(await problemsOf(await getControls(ask("controls?staus=met", token)))).toEqual(["staus"]);
    expect(await refusalOf(await getControls(ask("controls?cursor=bm90IGEgY3Vyc29y", token)))).toMatch(/^422 /);
    expect(await refusalOf(await getUnknown(ask("incidents", token)))).toBe("404 route_not_found");
  });
});

describe("handing in", () => {
  test("a file becomes evidence that waits for review, and audit trail, lists and the API name key and maker", async () => {
    const { id, token } = await make();
    const author = "Key “Nightly restore report” of Ada Admin";
    const answer = await postEvidence(send(token, "restored in 41 minutes", `request=${request}&fileName=report.txt&firstDay=2026-09-01&lastDay=2026-09-07`));
    expect(answer.status).toBe(201);
    const evidence = submittedAnswer.parse(await answer.json());
    expect((await readEvidence(world.as("compliance_manager"), { reference: evidence.id })).submitter).toBe(author);
    const waiting = await getRequests(ask("evidence-requests?control=SYS.2.07&status=needs_review", token));
    expect(requestsAnswer.parse(await waiting.json()).rows.map((row) => row.id)).toEqual([request]);
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: evidence.id }, select: { actorKind: true, actorId: true, actorName: true } }));
    expect(trail).toEqual([{ actorKind: "api_key", actorId: id, actorName: author }]);
    const { rows } = evidenceListAnswer.parse(await (await getEvidence(ask(`evidence?request=${request}&review=awaiting`, token))).json());
    expect(rows[0]).toMatchObject({ id: evidence.id, submitter: author, fileName: "report.txt", effectiveUntil: "2026-09-07T22:00:00.000Z" });
  });

  test("who made the key may not accept what it hands in; another reviewer may, and its maker is not asked to", async () => {
    const { token } = await make();
    const { id } = await submitted(postEvidence(send(token, "not for my own eyes")));
    expect(await reasonOf(reviewEvidence(world.as("admin"), { evidenceId: id, decision: "accepted" }))).toBe("own_evidence");
    expect((await readEvidence(world.as("admin"), { reference: id })).ownWork).toBe(true);
    const told = await world.inTenant((tx) => tx.notification.findMany({ where: { subjectId: id }, select: { memberId: true } }));
    expect(told).toEqual([{ memberId: world.members.compliance_manager.memberId }]);
    expect(await reasonOf(reviewEvidence(world.as("compliance_manager"), { evidenceId: id, decision: "accepted" }))).toBe("done");
  });

  test("a handing-in that is sent again under its name is one evidence, also much later and also two at once", async () => {
    const { token } = await make();
    const again = () => postEvidence(send(token, "run 4711", undefined, { "idempotency-key": "run-4711" }));
    const before = await countEvidence();
    const both = await Promise.all([again(), again()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
    world.clock.advance(DAY_MS);
    const later = await again();
    expect(later.status).toBe(200);
    expect(await countEvidence()).toBe(before + 1);
    const ids = await Promise.all([...both, later].map(async (answer) => submittedAnswer.parse(await answer.json()).id));
    expect(new Set(ids).size).toBe(1);
  });

  test("another thing under a name that was used is refused; another key's names are its own", async () => {
    const [one, two] = [await make(), await make()];
    const under = (token: string, text: string) => postEvidence(send(token, text, undefined, { "idempotency-key": "nightly" }));
    expect((await under(one.token, "first")).status).toBe(201);
    const reused = await under(one.token, "second");
    expect(await refusalOf(reused.clone())).toBe("422 idempotency_key_reused");
    expect(await problemsOf(reused)).toEqual(["Idempotency-Key"]);
    expect((await under(two.token, "third")).status).toBe(201);
    expect(await problemsOf(await postEvidence(send(one.token, "x", undefined, { "idempotency-key": "with blank" })))).toEqual(["Idempotency-Key"]);
  });

  test("what is wrong is said before a byte is taken: parameters, a missing length, too much, another hash", async () => {
    const { token } = await make();
    const blobs = () => world.inTenant((tx) => tx.blob.count());
    const before = await blobs();
    expect(await problemsOf(await postEvidence(send(token, "x", "fileName=a%2Fb&lastDay=2026-02-30")))).toEqual(["request", "fileName", "lastDay"]);
    expect(await problemsOf(await postEvidence(send(token, "x", undefined, { "content-type": "nothing" })))).toEqual(["Content-Type"]);
    expect(await problemsOf(await postEvidence(send(token, "x", `request=${request}&lastDay=2026-09-01`)))).toEqual(["firstDay"]);
    expect(await problemsOf(await postEvidence(ask(`evidence?request=${request}`, token, { method: "POST", body: "x" })))).toEqual(["Content-Length"]);
    expect(await refusalOf(await postEvidence(send(token, "x", undefined, { "content-length": String(3 * 1024 * 1024 * 1024) })))).toBe("413 upload_too_large");
    expect(await refusalOf(await postEvidence(send(token, "x", `request=${request}&sha256=${"0".repeat(64)}`)))).toBe("422 blob_hash_differs");
    expect(await blobs()).toBe(before);
  });

  test("an evidence request of another organization is not found", async () => {
    const { token } = await make(EVERY, 90, other);
    expect(controlsAnswer.parse(await (await getControls(ask("controls", token))).json()).rows).toEqual([]);
    expect(await refusalOf(await postEvidence(send(token, "for a request of somebody else")))).toBe("404 evidence_request_not_found");
    expect(await refusalOf(await getEvidence(ask(`evidence?cursor=x&request=${request}`, token)))).toMatch(/^422 /);
  });
});

describe("a key that is refused", () => {
  const HANDLERS: Readonly<Record<string, (token: string) => Promise<Response>>> = {
    listControls: (token) => getControls(ask("controls", token)),
    listEvidenceRequests: (token) => getRequests(ask("evidence-requests", token)),
    listEvidence: (token) => getEvidence(ask("evidence", token)),
    submitEvidence: (token) => postEvidence(send(token, "not to be kept")),
  };

  test.each(OPERATIONS)("$id needs $scope, and no other scope stands in for it", async ({ id, scope }) => {
    const { token } = await make(EVERY.filter((one) => one !== scope));
    const answer = await HANDLERS[id]!(token);
    expect(answer.headers.get("www-authenticate")).toContain("insufficient_scope");
    expect(await refusalOf(answer)).toBe("403 scope_missing");
    expect((await HANDLERS[id]!((await make([scope])).token)).status).toBeLessThan(300);
  });

  test("is told so with the way in: none, one that never was, one revoked, one that has ended", async () => {
    const revoked = await make();
    await revokeKey(world.as("admin"), { keyId: revoked.id, reason: "Left in a public repository." });
    const ended = await make(EVERY, 1);
    world.clock.advance(DAY_MS);
    const answers = [];
    for (const token of [null, "no key at all", `tmk_${"A".repeat(49)}`, revoked.token, ended.token]) {
      const answer = await getControls(ask("controls", token));
      expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="Tickmark"');
      answers.push(await refusalOf(answer));
    }
    expect(answers).toEqual(["401 key_unknown", "401 key_unknown", "401 key_unknown", "401 key_revoked", "401 key_ended"]);
  });

  test("works no more once its maker is removed or is no administrator, and administrators are told at once", async () => {
    const { memberId, userId, name } = world.members.security_analyst;
    await changeRole(world.as("admin"), { memberId, role: "admin" });
    const maker = { ...world.as("security_analyst"), actor: { kind: "member" as const, memberId, userId, name, role: "admin" as const, engagement: null, owes: null } };
    const { id, token } = await createKey(maker, { name: "Scanner", scopes: EVERY, days: 90, ...(await freshProof(world)) });
    expect((await getControls(ask("controls", token))).status).toBe(200);
    await changeRole(world.as("admin"), { memberId, role: "security_analyst" });
    expect(await refusalOf(await getControls(ask("controls", token)))).toBe("401 key_stopped");
    expect((await listKeys(world.as("admin"), {})).find((key) => key.id === id)?.standing).toBe("stopped");
    await changeRole(world.as("admin"), { memberId, role: "admin" });
    expect((await getControls(ask("controls", token))).status).toBe(200);
    await removeMember(world.asSystem("provider"), { memberId });
    expect(await refusalOf(await getControls(ask("controls", token)))).toBe("401 key_stopped");
    // Whoever takes the permission away themselves knows, and is not told of their own act.
    const told = await world.inTenant((tx) => tx.notification.findMany({ where: { subjectId: id }, select: { kind: true, memberId: true, facts: true } }));
    expect(told).toEqual([{ kind: "api_key_stopped", memberId: world.members.admin.memberId, facts: { title: "Scanner", by: name } }]);
    await joinedMember(world.as("admin"), world.members.security_analyst.email, "security_analyst", { kind: "known", userId });
  });

  test("reads and hands in nothing while its organization is about to be deleted", async () => {
    const leaving = await testWorld();
    const { token } = await make(EVERY, 90, leaving);
    const { name } = await leaving.inTenant((tx) => tx.organization.findUniqueOrThrow({ where: { id: leaving.organizationId } }));
    await requestDeletion(leaving.as("admin"), { name, ...(await freshProof(leaving)) });
    expect(await refusalOf(await getControls(ask("controls", token)))).toBe("412 deletion_pending");
    expect(await refusalOf(await postEvidence(send(token, "too late")))).toBe("412 deletion_pending");
    await leaving.close();
  });

  test("slows down whoever tries many from one address", async () => {
    for (let count = 0; count < 50; count += 1) await getControls(ask("controls", `tmk_${String(count).padStart(49, "A")}`));
    const answer = await getControls(ask("controls", `tmk_${"B".repeat(49)}`));
    expect(answer.headers.get("retry-after")).toBe("900");
    expect(await refusalOf(answer)).toBe("429 sign_in_throttled");
  });
});

test("a key beyond its share of a minute is told when to come back, and others are not held up", async () => {
  const [busy, calm] = [await make(), await make()];
  configureRuntime({ ...runtime(), limitsRates: true });
  for (let count = 0; count < RATES.api.most; count += 1) await getUnknown(ask("anything", busy.token));
  const answer = await getControls(ask("controls", busy.token));
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refusalOf(answer)).toBe("429 too_many_requests");
  expect((await getControls(ask("controls", calm.token))).status).toBe(200);
  world.clock.advance(60_000);
  expect((await getControls(ask("controls", busy.token))).status).toBe(200);
  configureRuntime({ ...runtime(), limitsRates: false });
});

test("every table, answer and line of the log knows a hash of a key and its last four characters, and no more", async () => {
  const written: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  setLogLevel("debug");
  const { token } = await make();
  const narrow = await make(["evidence.submit"]);
  const answers = [
    await getControls(ask("controls", token)), await postEvidence(send(token, "x", "request=nobody")), await getControls(ask("controls", `${token}x`)), await getControls(ask("controls", narrow.token)),
  ];
  setLogLevel("error");
  const tables = await world.inTenant((tx) => tx.$queryRaw<{ name: string; rows: string }[]>`
    SELECT c.relname AS name, query_to_xml(format('SELECT * FROM %I', c.relname), true, false, '')::text AS rows
      FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND has_table_privilege(c.oid, 'SELECT')`);
  const seen = JSON.stringify([tables, written, await Promise.all(answers.map((answer) => answer.text())), await listKeys(world.as("admin"), {})]);
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(["api_key", "audit_trail_entry", "notification"]));
  expect(written.join("")).toMatch(/api_key\.refused[^]*access\.refused/);
  expect(seen).toContain(token.slice(-4));
  expect(seen).not.toContain(token.slice(4, -4));
  expect(seen).not.toContain(narrow.token.slice(4, -4));
});
