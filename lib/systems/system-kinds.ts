/** A system that many organizations run: its name, and where in it each kind of record is found. */
type KnownSystem = { name: string; records?: Readonly<Record<string, string>> };

type KindFacts = {
  label: string;
  /** What a person is asked. */
  question: string;
  /** "no cloud provider": why a request is not asked. */
  absent: string;
  /** Records that evidence is taken from, as they are called where nothing more is known; `{name}` is the system. */
  records: Readonly<Record<string, string>>;
  /** The known ones, by a key that is kept with the answer. */
  known: Readonly<Record<string, KnownSystem>>;
};

/** What an organization may run, and where evidence lies in it. Content files name `<kind>.<record>` under `answered_by`. */
const SYSTEM_KINDS = {
  cloud: {
    label: "Cloud",
    question: "Where does production run?",
    absent: "no cloud provider",
    records: {
      inventory: "the resources of {name}", trail: "the audit log settings of {name}", configuration: "the configuration of {name}", network: "the network rules of {name}",
      backups: "the backups of {name}", keys: "the keys and secrets of {name}", access: "the roles and permissions of {name}",
    },
    known: {
      aws: { name: "AWS", records: {
        inventory: "the resources of your AWS accounts (AWS Config)", trail: "CloudTrail trail status of your AWS accounts", configuration: "AWS Config rules of your AWS accounts",
        network: "security groups and network ACLs of your AWS accounts", backups: "AWS Backup jobs and RDS snapshots of your AWS accounts", keys: "KMS keys and Secrets Manager of your AWS accounts", access: "IAM users, roles and policies of your AWS accounts",
      } },
      azure: { name: "Microsoft Azure", records: {
        inventory: "the resources of your Azure subscriptions (Resource Graph)", trail: "activity log and diagnostic settings of your Azure subscriptions", configuration: "Azure Policy state of your Azure subscriptions",
        network: "network security groups of your Azure subscriptions", backups: "backup jobs of your Azure Recovery Services vaults", keys: "Key Vault keys and secrets of your Azure subscriptions", access: "role assignments of your Azure subscriptions",
      } },
      gcp: { name: "Google Cloud", records: {
        inventory: "Cloud Asset Inventory of your Google Cloud projects", trail: "Cloud Audit Logs settings and sinks of your Google Cloud projects", configuration: "organization policies of your Google Cloud projects",
        network: "VPC firewall rules of your Google Cloud projects", backups: "Cloud SQL backups and disk snapshots of your Google Cloud projects", keys: "Cloud KMS and Secret Manager of your Google Cloud projects", access: "IAM bindings of your Google Cloud projects",
      } },
      hetzner: { name: "Hetzner" },
      ovh: { name: "OVHcloud" },
      digitalocean: { name: "DigitalOcean" },
      own: { name: "Own data centre" },
    },
  },
  identity: {
    label: "Identity provider",
    question: "Where do people sign in?",
    absent: "no identity provider",
    records: { accounts: "the accounts and groups of {name}", "sign-in": "the sign-in rules and factors of {name}" },
    known: {
      okta: { name: "Okta", records: { accounts: "users and group memberships of Okta, with the System Log", "sign-in": "authentication policies and enrolled factors of Okta" } },
      entra: { name: "Microsoft Entra ID", records: { accounts: "users, groups and role assignments of Entra ID", "sign-in": "Conditional Access and registered methods of Entra ID" } },
      google: { name: "Google Workspace", records: { accounts: "users and groups of Google Workspace, with the admin log", "sign-in": "2-Step Verification enforcement and enrolment of Google Workspace" } },
      jumpcloud: { name: "JumpCloud" },
      onelogin: { name: "OneLogin" },
      keycloak: { name: "Keycloak" },
    },
  },
  tracker: {
    label: "Tracker",
    question: "Where is work written down?",
    absent: "no tracker",
    records: { tickets: "the tickets of {name}" },
    known: {
      jira: { name: "Jira", records: { tickets: "Jira issues with their history and approvals" } },
      linear: { name: "Linear" },
      github_issues: { name: "GitHub Issues" },
      gitlab_issues: { name: "GitLab issues" },
      servicenow: { name: "ServiceNow", records: { tickets: "ServiceNow records with their history and approvals" } },
      zendesk: { name: "Zendesk" },
      redmine: { name: "Redmine" },
    },
  },
  code: {
    label: "Code hosting",
    question: "Where does the code lie?",
    absent: "no code hosting",
    records: { changes: "the merged changes of {name}", rules: "the branch rules of {name}", checks: "the checks and pipelines of {name}", access: "the members and keys of {name}" },
    known: {
      github: { name: "GitHub", records: {
        changes: "merged pull requests of your GitHub organization", rules: "rulesets and branch protection of your GitHub organization", checks: "required checks, code scanning and secret scanning of your GitHub organization", access: "members, teams, deploy keys and apps of your GitHub organization",
      } },
      gitlab: { name: "GitLab", records: {
        changes: "merged merge requests of your GitLab groups", rules: "protected branches and approval rules of your GitLab groups", checks: "pipelines and security scans of your GitLab groups", access: "members, deploy keys and tokens of your GitLab groups",
      } },
      bitbucket: { name: "Bitbucket" },
      azure_repos: { name: "Azure Repos" },
      gitea: { name: "Gitea or Forgejo" },
    },
  },
  monitoring: {
    label: "Monitoring and on call",
    question: "What watches systems, and calls people?",
    absent: "no monitoring",
    records: { coverage: "the systems seen by {name}", rules: "the monitors and thresholds of {name}", alerts: "the alerts and notifications of {name}", capacity: "the use of resources in {name}" },
    known: {
      datadog: { name: "Datadog", records: { coverage: "the infrastructure list of Datadog", rules: "monitors of Datadog with their history", alerts: "monitor events and notifications of Datadog", capacity: "infrastructure metrics and forecasts of Datadog" } },
      prometheus: { name: "Prometheus and Alertmanager", records: { coverage: "targets of Prometheus with their state", rules: "alerting rules of Prometheus", alerts: "alerts and receivers of Alertmanager", capacity: "resource metrics of Prometheus" } },
      cloudwatch: { name: "Amazon CloudWatch" },
      grafana: { name: "Grafana" },
      new_relic: { name: "New Relic" },
      zabbix: { name: "Zabbix" },
      pagerduty: { name: "PagerDuty", records: { alerts: "incidents of PagerDuty with acknowledgement times", rules: "services and escalation policies of PagerDuty" } },
      opsgenie: { name: "Opsgenie" },
    },
  },
  siem: {
    label: "SIEM and logs",
    question: "Where are logs kept and searched?",
    absent: "no SIEM or log store",
    records: { sources: "the sources that send to {name}", retention: "the retention and locks of {name}", rules: "the detection rules and alerts of {name}", access: "the readers of {name}" },
    known: {
      splunk: { name: "Splunk", records: { sources: "hosts and sourcetypes of Splunk with their last event", retention: "index retention of Splunk", rules: "correlation searches and notable events of Splunk", access: "roles and index permissions of Splunk" } },
      elastic: { name: "Elastic", records: { sources: "agents and data streams of Elastic with their last event", retention: "lifecycle policies of Elastic", rules: "detection rules and alerts of Elastic Security", access: "roles and index privileges of Elastic" } },
      sentinel: { name: "Microsoft Sentinel", records: { sources: "data connectors of Sentinel with their last event", rules: "analytics rules and incidents of Sentinel" } },
      datadog_logs: { name: "Datadog Logs" },
      sumo: { name: "Sumo Logic" },
      graylog: { name: "Graylog" },
      loki: { name: "Grafana Loki" },
    },
  },
  scanner: {
    label: "Scanners",
    question: "What looks for weaknesses?",
    absent: "no scanner",
    records: { coverage: "the systems scanned by {name}", findings: "the findings of {name}" },
    known: {
      nessus: { name: "Tenable Nessus", records: { coverage: "scan runs and assets of Tenable", findings: "vulnerabilities of Tenable with first and last sight" } },
      qualys: { name: "Qualys" },
      inspector: { name: "Amazon Inspector" },
      defender: { name: "Microsoft Defender" },
      snyk: { name: "Snyk" },
      trivy: { name: "Trivy" },
      dependabot: { name: "GitHub Dependabot" },
      wiz: { name: "Wiz" },
    },
  },
} as const satisfies Record<string, KindFacts>;

/** The one that is nobody else's. */
export const OWN_DATA_CENTRE = "own";

export type SystemKind = keyof typeof SYSTEM_KINDS;

export const SYSTEM_KIND_NAMES = Object.keys(SYSTEM_KINDS) as [SystemKind, ...SystemKind[]];

export function kindFacts(kind: SystemKind): KindFacts {
  return SYSTEM_KINDS[kind];
}

/** What may stand under `answered_by`: a record in a kind of system, or `people`, who answer where no such system is run. */
export const ANSWERERS: readonly string[] = ["people", ...SYSTEM_KIND_NAMES.flatMap((kind) => Object.keys(SYSTEM_KINDS[kind].records).map((record) => `${kind}.${record}`))];

/** What a system is called: the name of a known one, or what somebody wrote. */
export function systemName(kind: SystemKind, key: string): string {
  return kindFacts(kind).known[key]?.name ?? key;
}

/** Where a record lies in a system: "CloudTrail trail status of your AWS accounts". */
export function recordPlace(kind: SystemKind, record: string, key: string): string {
  const facts = kindFacts(kind);
  return facts.known[key]?.records?.[record] ?? (facts.records[record] ?? "{name}").replace("{name}", () => systemName(kind, key));
}
