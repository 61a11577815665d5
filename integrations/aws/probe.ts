import { CollectionFailure, type PermissionFound, type Session } from "#lib/connector/index.ts";
import { openAws, type Account, type Aws } from "./client.ts";
import { Refusal } from "./refusals.ts";

type Question = { permission: string; needed: readonly string[]; ask(aws: Aws, account: Account): Promise<unknown> };

const QUESTIONS: readonly Question[] = [
  { permission: "cloudtrail:DescribeTrails", needed: ["cloudtrail_trails"], ask: (aws, account) => aws.ask(account, aws.home, "cloudtrail", "DescribeTrails", {}) },
  { permission: "cloudtrail:LookupEvents", needed: ["cloudtrail_changes"], ask: (aws, account) => aws.ask(account, aws.home, "cloudtrail", "LookupEvents", { MaxResults: 1 }) },
];

/** Asks the smallest question of each service in the first account and region. */
export async function probeAws(session: Session): Promise<readonly PermissionFound[]> {
  const aws = await openAws(session);
  const found: PermissionFound[] = [];
  for (const account of aws.accounts) {
    for (const question of QUESTIONS) found.push(await probeOne(aws, account, question));
  }
  return found;
}

async function probeOne(aws: Aws, account: Account, { permission, needed, ask }: Question): Promise<PermissionFound> {
  const named = aws.accounts.length === 1 ? permission : `${account.id} ${permission}`;
  try {
    await ask(aws, account);
    return { permission: named, state: "granted", says: "It was asked, and answered.", needed };
  } catch (error) {
    if (error instanceof CollectionFailure && error.kind === "credential_refused") throw error;
    if (!(error instanceof Refusal) && !(error instanceof CollectionFailure)) throw error;
    const state = error instanceof Refusal ? ({ denied: "missing", disabled: "disabled", not_enabled: "disabled" } as const)[error.reason as string] ?? "unknown" : "unknown";
    return { permission: named, state, says: error.message, needed };
  }
}
