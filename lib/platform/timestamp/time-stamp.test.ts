import { hash, randomBytes, X509Certificate } from "node:crypto";
import { PKIStatus } from "@peculiar/asn1-tsp";
import { beforeAll, describe, expect, test } from "vitest";
import { timeStampQuestion } from "./ask-time-stamp.ts";
import { testAuthority, type Misdeeds, type TestAuthority } from "./authority.fixtures.ts";
import { checkTimeStamp, commonRoots, type TimeStamp } from "./check-time-stamp.ts";

const sha256 = hash("sha256", "a checkpoint", "buffer");
const now = new Date("2026-11-22T12:00:00.000Z");
let authority: TestAuthority;
let trusted: X509Certificate[];
beforeAll(async () => {
  authority = await testAuthority({ now });
  trusted = [new X509Certificate(authority.certificate)];
});

async function judged(misdeeds: Misdeeds = {}, by = authority, believed = trusted): Promise<TimeStamp> {
  const { bytes, nonce } = timeStampQuestion(sha256);
  return checkTimeStamp(await by.answer(bytes, misdeeds), { sha256, nonce, trusted: believed });
}

test("a time stamp tells when its authority knew the hash, and who that is", async () => {
  expect(await judged()).toEqual({ at: now, serial: "07", authority: "O=Test authority, CN=Test time" });
});

test("a stamp that was kept is judged without its question", async () => {
  const { bytes } = timeStampQuestion(sha256);
  expect(checkTimeStamp(await authority.answer(bytes), { sha256, trusted }).at).toEqual(now);
});

/** What a stamp says, or `refused`. */
async function outcomeOf(work: () => TimeStamp): Promise<string> {
  return Promise.resolve().then(() => JSON.stringify(work())).catch(() => "refused");
}

describe("no time stamp is relied on", () => {
  test.each<[string, Misdeeds, RegExp]>([
    ["that stamps another hash", { hash: hash("sha256", "another", "buffer") }, /something else/],
    ["that answers an earlier question", { nonce: randomBytes(16) }, /another question/],
    ["that was refused", { status: PKIStatus.rejection }, /refused \(rejection\)/],
    ["of content that is no time stamp", { contentType: "1.2.840.113549.1.7.1" }, /no time stamp/],
    ["from before its certificate was valid", { at: new Date(now.getTime() - 86_400_000) }, /not valid at that time/],
    ["from after its certificate ended", { at: new Date(now.getTime() + 400 * 86_400_000) }, /not valid at that time/],
  ])("%s", async (_what, misdeeds, message) => {
    await expect(judged(misdeeds)).rejects.toThrow(message);
  });

  test("of an authority that nobody trusts here", async () => {
    await expect(judged({}, await testAuthority({ now }))).rejects.toThrow(/do not lead to one that is trusted/);
    await expect(judged({}, authority, commonRoots())).rejects.toThrow(/do not lead to one that is trusted/);
  });

  test("by a certificate that is for something else, or for something else too", async () => {
    for (const purposes of [["1.3.6.1.5.5.7.3.4"], ["1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.4"]]) {
      const other = await testAuthority({ now, purposes });
      await expect(judged({}, other, [new X509Certificate(other.certificate)])).rejects.toThrow(/not for time-stamping alone/);
    }
  });

  test("of which any byte was changed, cut off, or that is none at all", async () => {
    const { bytes, nonce } = timeStampQuestion(sha256);
    const answer = await authority.answer(bytes);
    const given = checkTimeStamp(answer, { sha256, nonce, trusted });
    const told = new Set<string>();
    for (let at = 0; at < answer.length; at += 3) {
      const changed = Buffer.from(answer);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      told.add(await outcomeOf(() => checkTimeStamp(changed, { sha256, nonce, trusted })));
    }
    // What is not signed may differ, such as the version of an envelope; what the stamp says may not.
    expect([...told].filter((one) => one.startsWith("{"))).toEqual([JSON.stringify(given)]);
    for (const length of [0, 1, 10, answer.length - 1]) expect(() => checkTimeStamp(answer.subarray(0, length), { sha256, nonce, trusted })).toThrow();
    expect(() => checkTimeStamp(Buffer.from("<html>Not found</html>"), { sha256, nonce, trusted })).toThrow(/none of a time-stamping authority/);
  });
});
