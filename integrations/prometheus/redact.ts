import { parse } from "yaml";
import { addressShown, elementsOf, membersOf, onlyMembers, type Json } from "#lib/connector/index.ts";

// What is stored of answers that may carry secrets: only what is named here.

/** What service discovery says of a machine's identity. Everything else that it says may hold anything, such as tokens of annotations. */
const IDENTIFYING = /^(?:__address__|__scheme__|__metrics_path__|job|__meta_(?:ec2_(?:instance_id|availability_zone|owner_id|region)|gce_(?:instance_id|instance_name|project|zone)|azure_(?:machine_id|machine_name|subscription_id|machine_location)|kubernetes_(?:namespace|node_name|pod_name|pod_uid|service_name)))$/;

const TARGET_MEMBERS = ["scrapePool", "globalUrl", "lastError", "lastScrape", "health", "labels", "scrapeInterval"];

/** Targets without the parameters that they are scraped with. */
export function redactTargets(data: Json | undefined): Json {
  return {
    activeTargets: elementsOf(membersOf(data).activeTargets).map((target) => {
      const { scrapeUrl, lastError, discoveredLabels } = membersOf(target);
      return {
        ...onlyMembers(target, TARGET_MEMBERS), ...shown("globalUrl", membersOf(target).globalUrl), ...shown("scrapeUrl", scrapeUrl),
        // An error names the address that was asked, with all its parameters.
        ...(typeof lastError === "string" ? { lastError: lastError.replace(/https?:\/\/[^\s"]+/g, withoutParameters) } : {}),
        discoveredLabels: onlyMembers(discoveredLabels, Object.keys(membersOf(discoveredLabels)).filter((name) => IDENTIFYING.test(name))),
      };
    }),
  };
}

export function redactAlertmanagers(data: Json | undefined): Json {
  return { activeAlertmanagers: elementsOf(membersOf(data).activeAlertmanagers).map((one) => shown("url", membersOf(one).url)) };
}

const shown = (name: string, address: Json | undefined): Record<string, Json> => (typeof address === "string" ? { [name]: withoutParameters(address) } : {});

function withoutParameters(address: string): string {
  if (!URL.canParse(address)) return address.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//");
  const url = new URL(address);
  url.search = "";
  url.hash = "";
  return addressShown(url.href, []);
}

const SCRAPE_MEMBERS = ["job_name", "scrape_interval", "scrape_timeout", "metrics_path", "scheme", "honor_labels"];

/**
 * The configuration, of which only what says what is watched and how often is kept; how to sign in, where samples are
 * sent and what relabelling compares with are not.
 *
 * @returns null when it is no YAML
 */
export function redactConfiguration(data: Json | undefined): Json {
  const { yaml } = membersOf(data);
  const configuration = typeof yaml === "string" ? parsed(yaml) : null;
  if (configuration === null) return null;
  const { global, rule_files, scrape_configs, alerting } = membersOf(configuration);
  return {
    global: onlyMembers(global, ["scrape_interval", "scrape_timeout", "evaluation_interval", "external_labels"]),
    rule_files: elementsOf(rule_files).filter((file) => typeof file === "string"),
    scrape_configs: elementsOf(scrape_configs).map((config) => onlyMembers(config, SCRAPE_MEMBERS)),
    alertmanagers: elementsOf(membersOf(alerting).alertmanagers).length,
  };
}

/** YAML as JSON; null when it is none. */
function parsed(yaml: string): Json {
  try {
    return parse(yaml) as Json;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
