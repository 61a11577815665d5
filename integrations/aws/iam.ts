import { z } from "zod";
import { CollectionFailure, joinTransformed, readItems, type Answer, type Collector, type Json, type Row, type Transformed } from "#lib/connector/index.ts";
import { objectOf, textOf } from "./decoded.ts";
import { answerOf, tryAsk, walkPlaces, type Part } from "./places.ts";
import { placeOf, resourceRow, tried } from "./rows.ts";

const account: Part = {
  id: "account", where: "account",
  async *steps(here) {
    const body = { summary: await tryAsk(here, "iam", "GetAccountSummary", {}), policy: await tryAsk(here, "iam", "GetAccountPasswordPolicy", {}, { none: ["NoSuchEntity", "NoSuchEntityException"] }) };
    yield { answers: [answerOf(here, "iam:GetAccountSummary+GetAccountPasswordPolicy", {}, body, 1)], next: null };
  },
};

/** IAM writes a report of every user, at most one in four hours; while it writes, the transport waits and asks again. */
const users: Part = {
  id: "users", where: "account",
  async *steps(here) {
    await here.ask("iam", "GenerateCredentialReport", {});
    const report = await here.ask("iam", "GetCredentialReport", {});
    const rows = tableOf(Buffer.from(textOf(report.Content) ?? "", "base64").toString("utf8"));
    yield { answers: [answerOf(here, "iam:GetCredentialReport", {}, { generated: report.GeneratedTime ?? null, users: rows }, rows.length)], next: null };
  },
};

/** The report has neither quotes nor commas in its values: names of IAM may hold commas, and are encoded by none. */
function tableOf(text: string): Record<string, string>[] {
  const [head = "", ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(",");
  if (names[0] !== "user") throw new CollectionFailure("malformed", "iam:GetCredentialReport", "The credential report is no table of users.");
  return lines.map((line) => {
    const values = line.split(",");
    // A comma in a user's name is one in the ARN too: both stand before the creation time.
    const extra = Math.floor((values.length - names.length) / 2);
    const fixed = extra > 0 ? [values.slice(0, extra + 1).join(","), values.slice(extra + 1, 2 * extra + 2).join(","), ...values.slice(2 * extra + 2)] : values;
    return Object.fromEntries(names.map((name, index) => [name, fixed[index] ?? ""]));
  });
}

const passwordPolicy = z.object({ PasswordPolicy: z.object({ MinimumPasswordLength: z.number().optional(), RequireSymbols: z.boolean().optional(), RequireNumbers: z.boolean().optional(), MaxPasswordAge: z.number().optional(), PasswordReusePrevention: z.number().optional() }) });
const bundle = z.object({ summary: tried(z.object({ SummaryMap: z.record(z.string(), z.number()) })), policy: tried(passwordPolicy) });

function transformAccount(answer: Answer): Transformed {
  const { account: id } = placeOf(answer);
  return readItems([answer.body], bundle, "", ({ summary, policy }): Row[] => {
    const map = "answer" in summary ? summary.answer.SummaryMap : null;
    const rules = "answer" in policy ? policy.answer.PasswordPolicy : null;
    const count = (name: string): number | null => map?.[name] ?? null;
    return [resourceRow({
      type: "aws.iam.account", id: `${id}/iam`, name: `Account ${id}`, account: id, region: null,
      attributes: {
        root_mfa: count("AccountMFAEnabled") === null ? null : count("AccountMFAEnabled") === 1, root_keys: count("AccountAccessKeysPresent"), users: count("Users"),
        password_policy: rules !== null ? true : "refused" in policy && policy.refused.startsWith("NoSuchEntity") ? false : null, password_length: rules?.MinimumPasswordLength ?? null, password_reuse: rules?.PasswordReusePrevention ?? null,
      },
    })];
  });
}

const yes = z.enum(["true", "false", "N/A", "not_supported", "no_information"]).transform((word) => (word === "true" ? true : word === "false" ? false : null));
const time = z.string().transform((word) => (Number.isNaN(Date.parse(word)) ? null : new Date(word).toISOString()));
const user = z.object({
  user: z.string(), arn: z.string(), user_creation_time: time, password_enabled: yes, password_last_used: time, mfa_active: yes, access_key_1_active: yes, access_key_1_last_rotated: time, access_key_1_last_used_date: time,
  access_key_2_active: yes, access_key_2_last_rotated: time, access_key_2_last_used_date: time,
});

function transformUsers(answer: Answer): Transformed {
  const { account: id } = placeOf(answer);
  const keyOf = (active: boolean | null, rotated: string | null, used: string | null): Json => ({ active, rotated_at: rotated, used_at: used });
  return joinTransformed([readItems(objectOf(answer.body).users, user, "/users", (one): Row[] => [resourceRow({
    type: "aws.iam.user", id: one.arn, name: one.user, account: id, region: null, createdAt: one.user_creation_time,
    attributes: {
      root: one.user === "<root_account>", password: one.password_enabled, password_used_at: one.password_last_used, mfa: one.mfa_active,
      keys: [keyOf(one.access_key_1_active, one.access_key_1_last_rotated, one.access_key_1_last_used_date), keyOf(one.access_key_2_active, one.access_key_2_last_rotated, one.access_key_2_last_used_date)],
    },
  })])]);
}

export const iamCollectors: readonly Collector[] = [
  { id: "iam_account", name: "IAM of the account", explains: "The root user’s second factor and keys, and the rules for passwords.", yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [account]), transform: transformAccount },
  { id: "iam_users", name: "Users of IAM", explains: "Each user’s second factor, and the age and use of passwords and keys.", yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [users]), transform: transformUsers },
];
