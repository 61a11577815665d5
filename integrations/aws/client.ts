import { z } from "zod";
import { CollectionFailure, type Json, type Session } from "#lib/connector/index.ts";
import { decoded, objectOf, textOf, type JsonObject } from "./decoded.ts";
import { refusalOf, Refusal } from "./refusals.ts";
import { requestHandler } from "./request-handler.ts";
import { LOADERS, type InputOf, type OperationOf, type Sdk, type Service } from "./packages.ts";

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string; expiration?: Date };
/** Who asks: the key itself, or a role of the account. */
export type Account = { id: string; role: string | null };

/** New keys are fetched so long before those of a role end: a page under way must not lose them. */
const RENEWED_BEFORE_MS = 5 * 60_000;
const ROLE = /^arn:aws(?:-cn|-us-gov)?:iam::(\d{12}):role\/[\w+=,.@/-]{1,512}$/;
const REGION = /^[a-z]{2}(?:-[a-z]+){1,2}-\d$/;

export type Aws = {
  accounts: readonly Account[];
  regions: readonly string[];
  /** Where what belongs to no region is asked: the first that was named. */
  home: string;
  /**
   * Asks one question and decodes its answer.
   *
   * @throws Refusal when this question alone is refused; CollectionFailure when going on is useless
   */
  ask<S extends Service, O extends OperationOf<S>>(account: Account, region: string, service: S, operation: O, input: InputOf<S, O>): Promise<JsonObject>;
};

/** Lines of a field: no empty ones, none twice. */
const linesOf = (text: string | undefined): string[] => [...new Set((text ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== ""))];

/**
 * Opens the way to every account of a connection.
 *
 * @throws CollectionFailure misconfigured, credential_refused
 */
export async function openAws(session: Session): Promise<Aws> {
  const regions = linesOf(session.settings.regions);
  const wrong = regions.find((region) => !REGION.test(region));
  const [home] = regions;
  if (home === undefined || wrong !== undefined) throw new CollectionFailure("misconfigured", "settings", wrong === undefined ? "No region is named." : `${wrong} is no region of AWS.`);
  const send = sender(session);
  const keysOf = keyRing(session, home, send);
  const aws: Aws = {
    accounts: [], regions, home,
    async ask(account, region, service, operation, input) {
      try {
        return await send(await keysOf(account), region, service, operation, input);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        const named = `${service}:${operation}`;
        const refused = refusalOf(error, named);
        throw refused === "unknownInRegion" ? await unknownInRegion({ aws, account, region, named, error }) : refused;
      }
    },
  };
  return { ...aws, accounts: session.credential.strategy === "assume_role" ? rolesOf(session) : [{ id: await ownAccount(aws), role: null }] };
}

function rolesOf({ credential }: Session): Account[] {
  const accounts = linesOf(credential.values.roles).map((role) => ({ id: ROLE.exec(role)?.[1] ?? "", role }));
  const wrong = accounts.find(({ id }) => id === "");
  if (accounts.length === 0 || wrong !== undefined) throw new CollectionFailure("misconfigured", "credential", wrong === undefined ? "No role is named." : `${wrong.role} is no ARN of a role.`);
  return accounts;
}

async function ownAccount(aws: Aws): Promise<string> {
  const { Account: id } = await callerOf(aws, { id: "", role: null });
  return id;
}

const caller = z.object({ Account: z.string(), Arn: z.string() });

/** Whom AWS takes us for. @throws CollectionFailure, Refusal */
export async function callerOf(aws: Aws, account: Account): Promise<{ Account: string; Arn: string }> {
  const read = caller.safeParse(await aws.ask(account, aws.home, "sts", "GetCallerIdentity", {}));
  if (!read.success) throw new CollectionFailure("malformed", "sts:GetCallerIdentity", "AWS did not say whose credentials these are.", null, { cause: read.error });
  return read.data;
}

type Send = (keys: Keys, region: string, service: Service, operation: string, input: unknown) => Promise<JsonObject>;

function sender(session: Session): Send {
  const handler = requestHandler(session.ask);
  const opened = new Map<string, { sdk: Sdk; client: ReturnType<Sdk["open"]> }>();
  return async (keys, region, service, operation, input) => {
    const name = `${service} ${region} ${keys.accessKeyId}`;
    let one = opened.get(name);
    if (one === undefined) {
      const sdk = await LOADERS[service]();
      // Everything that the SDK would look up in the machine's environment or files is said here.
      const client = sdk.open({
        region, credentials: { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey, sessionToken: keys.sessionToken }, requestHandler: handler, maxAttempts: 1, retryMode: "standard",
        defaultsMode: "legacy", useFipsEndpoint: false, useDualstackEndpoint: false, ...(service === "s3" ? { followRegionRedirects: true } : {}),
      });
      opened.set(name, (one = { sdk, client }));
    }
    const output = await one.client.send(one.sdk.command(operation, input));
    return objectOf(decoded(await withoutStream(output)));
  };
}

/** A body that is a stream, as text in base64. */
async function withoutStream(output: unknown): Promise<unknown> {
  const { Body: body, ...rest } = output as { Body?: { transformToByteArray?(): Promise<Uint8Array> } };
  return body?.transformToByteArray === undefined ? output : { ...rest, Body: await body.transformToByteArray() };
}

const assumed = z.object({ Credentials: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string(), Expiration: z.iso.datetime({ offset: true }) }) });

/** Keys of each account: the connection's own, or those of its role, renewed before they end. */
function keyRing(session: Session, home: string, send: Send): (account: Account) => Promise<Keys> {
  const { accessKeyId = "", secretAccessKey = "", externalId = "" } = session.credential.values;
  const own: Keys = { accessKeyId, secretAccessKey };
  const held = new Map<string, Keys>();
  return async ({ role }) => {
    if (role === null) return own;
    const known = held.get(role);
    if (known?.expiration !== undefined && known.expiration.getTime() - session.now().getTime() > RENEWED_BEFORE_MS) return known;
    const operation = "sts:AssumeRole";
    let answer: JsonObject;
    try {
      answer = await send(own, home, "sts", "AssumeRole", { RoleArn: role, RoleSessionName: "tickmark", ExternalId: externalId, DurationSeconds: 3600 });
    } catch (error) {
      const refused = refusalOf(error, operation);
      if (refused === "unknownInRegion") throw new CollectionFailure("credential_refused", operation, "AWS does not know the access key.", null, { cause: error });
      throw new Refusal(refused.reason, operation, refused.code, `${role} cannot be assumed: the role’s trust policy must name this key’s user and this external id.`, { cause: error });
    }
    const read = assumed.safeParse(answer);
    if (!read.success) throw new CollectionFailure("malformed", operation, "AWS gave no credentials for the role.", null, { cause: read.error });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = read.data.Credentials;
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: new Date(Expiration) };
    held.set(role, keys);
    return keys;
  };
}

/** A region that does not know keys which another knows is off: told by EC2 in the home region, never assumed. */
async function unknownInRegion({ aws, account, region, named, error }: { aws: Aws; account: Account; region: string; named: string; error: unknown }): Promise<Error> {
  const refused = new CollectionFailure("credential_refused", named, "AWS does not know the credentials.", null, { cause: error });
  if (region === aws.home) return refused;
  try {
    const { Regions: regions } = await aws.ask(account, aws.home, "ec2", "DescribeRegions", { RegionNames: [region], AllRegions: true });
    const status = textOf(objectOf((regions as readonly Json[] | undefined)?.[0]).OptInStatus);
    if (status === "not-opted-in") return new Refusal("not_enabled", named, "not-opted-in", `${region} is not enabled for the account.`, { cause: error });
    return refused;
  } catch (second) {
    if (second instanceof CollectionFailure) return second;
    return new Refusal("failed", named, "unknown", `${region} refused the credentials, and whether it is enabled may not be read.`, { cause: second });
  }
}
