import type { Connector } from "#lib/connector/index.ts";
import { alertmanager } from "./alertmanager/index.ts";
import { aws } from "./aws/index.ts";
import { datadog } from "./datadog/index.ts";
import { github } from "./github/index.ts";
import { gitlab } from "./gitlab/index.ts";
import { jira } from "./jira/index.ts";
import { mail } from "./mail/index.ts";
import { prometheus } from "./prometheus/index.ts";
import { redmine } from "./redmine/index.ts";
import { splunk } from "./splunk/index.ts";

/** Every connector, by its folder. */
export const CONNECTORS: readonly Connector[] = [
  alertmanager,
  aws,
  datadog,
  github,
  gitlab,
  jira,
  mail,
  prometheus,
  redmine,
  splunk,
];
