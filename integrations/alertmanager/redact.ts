import { parse } from "yaml";
import { CollectionFailure, elementsOf, membersOf, onlyMembers, type Json } from "#lib/connector/index.ts";

// The status carries the whole configuration as text. Alertmanager hides what it knows to be secret; addresses of
// webhooks it shows, though whoever knows one may post to it. So only what says who is told of what is stored.

const ROUTE_MEMBERS = ["group_by", "group_wait", "group_interval", "repeat_interval", "continue", "mute_time_intervals", "active_time_intervals"];
/** What is told of a channel of each kind, besides whether it tells the end of alerts. */
const CHANNEL_MEMBERS: Readonly<Record<string, readonly string[]>> = { email: ["to"], slack: ["channel"], opsgenie: ["responders"], sns: ["topic_arn"], telegram: ["chat_id"] };

/**
 * The status as it is stored: version, cluster, and of the configuration routes, channels, inhibitions and times.
 *
 * @throws CollectionFailure malformed, when the configuration is no YAML
 */
export function redactStatus(body: Json): Json {
  const { versionInfo, cluster, config } = membersOf(body);
  const configuration = membersOf(parsed(membersOf(config).original));
  return {
    version: membersOf(versionInfo).version ?? null, cluster: membersOf(cluster).status ?? null,
    configuration: {
      global: onlyMembers(configuration.global, ["resolve_timeout", "smtp_smarthost", "smtp_from", "smtp_require_tls"]),
      time_intervals: [...elementsOf(configuration.time_intervals), ...elementsOf(configuration.mute_time_intervals)],
    },
    routes: configuration.route === undefined ? null : routesOf(configuration.route, "/", null),
    channels: elementsOf(configuration.receivers).flatMap(channelsOf),
    inhibitions: elementsOf(configuration.inhibit_rules).map((rule) => {
      const { source_matchers, source_match, source_match_re, target_matchers, target_match, target_match_re, equal } = membersOf(rule);
      return { source: matchersOf(source_matchers, source_match, source_match_re), target: matchersOf(target_matchers, target_match, target_match_re), equal: elementsOf(equal) };
    }),
  };
}

function parsed(original: Json | undefined): Json {
  try {
    return parse(typeof original === "string" ? original : "") as Json;
  } catch (error) {
    throw new CollectionFailure("malformed", "GET /api/v2/status", "The configuration that the server tells is no YAML.", null, { cause: error });
  }
}

/** A route and all below it, each with its place in the tree; what a route does not say, the one above it says. */
function routesOf(route: Json, path: string, above: string | null): Json[] {
  const { receiver, matchers, match, match_re, routes } = membersOf(route);
  const effective = typeof receiver === "string" ? receiver : above;
  return [
    { ...onlyMembers(route, ROUTE_MEMBERS), path, receiver: effective, receiver_of: typeof receiver === "string" ? "itself" : "the route above", matchers: matchersOf(matchers, match, match_re) },
    ...elementsOf(routes).flatMap((below, index) => routesOf(below, `${path === "/" ? "" : path}/${index}`, effective)),
  ];
}

/** Matchers as they are written today, of those and of the two older ways. */
function matchersOf(matchers: Json | undefined, match: Json | undefined, matchRe: Json | undefined): string[] {
  return [
    ...(typeof matchers === "string" ? [matchers] : elementsOf(matchers).map(String)),
    ...Object.entries(membersOf(match)).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    ...Object.entries(membersOf(matchRe)).map(([name, value]) => `${name}=~${JSON.stringify(value)}`),
  ];
}

/** What a receiver sends by, such as mail to an address; a receiver without any tells nobody. */
function channelsOf(receiver: Json): Json[] {
  const { name, ...members } = membersOf(receiver);
  return Object.entries(members).flatMap(([member, configs]) => {
    const kind = /^(.+)_configs$/.exec(member)?.[1];
    if (kind === undefined || typeof name !== "string") return [];
    return elementsOf(configs).map((config, index) => ({
      id: `${name}/${kind}/${index}`, receiver: name, kind, ...onlyMembers(config, ["send_resolved", ...(CHANNEL_MEMBERS[kind] ?? [])]), ...hostOf(membersOf(config).url),
    }));
  });
}

const hostOf = (url: Json | undefined): { host?: string } => (typeof url === "string" && URL.canParse(url) ? { host: new URL(url).host } : {});
