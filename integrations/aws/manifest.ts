import type { Field, Manifest } from "#lib/connector/index.ts";
import { POLICY } from "./policy.ts";
import { wantsPatience } from "./refusals.ts";

const KEY: readonly Field[] = [
  { name: "accessKeyId", label: "Access key id", kind: "text", required: true, pattern: { source: "(?:AKIA|ASIA)[A-Z0-9]{12,124}", says: "An access key id begins with AKIA." } },
  { name: "secretAccessKey", label: "Secret access key", kind: "secret", required: true },
];

export const MANIFEST: Manifest = {
  id: "aws", name: "Amazon Web Services", version: "4", vendor: "Amazon",
  explains: "Trails, buckets, scanners, monitoring, instances and changes of your accounts, with what could not be seen.",
  trust: "emulated", provenBy: "AWS’s own service models, checked with a second client of AWS, and recordings of an emulator; never with AWS itself",
  capabilities: ["collect"],
  strategies: [
    {
      id: "assume_role", name: "A role in each account", explains: "A key that may do nothing but assume the roles that you name. Each role trusts the key’s user, and demands the external id.",
      fields: [
        ...KEY,
        { name: "roles", label: "Roles", kind: "lines", required: true, hint: "One ARN a line, one role for each account.", pattern: { source: "arn:aws(?:-cn|-us-gov)?:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}", says: "An ARN such as arn:aws:iam::123456789012:role/tickmark." } },
        { name: "externalId", label: "External id", kind: "secret", required: true, hint: "Chosen by chance, for this connection alone.", pattern: { source: "[\\w+=,.@:/-]{16,1224}", says: "16 characters or more." } },
      ],
    },
    { id: "access_key", name: "An access key", explains: "The key of a user of one account, for hosts outside AWS. Its keys do not end by themselves: roles are better.", fields: KEY },
  ],
  settings: [{
    name: "regions", label: "Regions", kind: "lines", required: true, initial: "us-east-1", hint: "One a line. What belongs to no region is asked in the first.",
    pattern: { source: "[a-z]{2}(?:-[a-z]+){1,2}-\\d", says: "A region such as eu-west-1." },
  }, {
    name: "drift", label: "Drift of stacks", kind: "choice", required: true, initial: "read", choices: [{ value: "read", label: "Read what was last found" }, { value: "start", label: "Have CloudFormation look for it once a day" }],
    hint: "Looking begins something in your account, and reads the resources of the stacks: it needs cloudformation:DetectStackDrift, cloudformation:DetectStackResourceDrift and the right to read those resources, which the policy below does not give. What was found is read by the next run.",
  }],
  leastPrivilege: { explains: "Attach this policy to the role of each account, or to the key’s user. AWS’s own SecurityAudit is a coarser way.", text: POLICY, format: "json" },
  cannotSee: [
    "Accounts and regions that are not named here.",
    "Events of CloudTrail older than 90 days, and what read-only or data events say: only that logging was stopped or changed.",
    "What single objects’ own ACLs, access points, presigned addresses and policies of other accounts’ identities open of a bucket.",
    "Findings of Inspector that were closed more than about a month before the first collection.",
    "What is in an image, and what launch templates say: of a scaling group the template’s name and version. Activities of scaling groups older than six weeks.",
    "What runs in an instance, beyond what an agent reports.",
    "Drift of stacks since somebody last looked for it, and of kinds of resources that CloudFormation cannot look at.",
    "Which resources comply with rules of Config: of each rule its verdict, and the resources that do not. Machines without Systems Manager’s agent are in none of its lists.",
    "OpsWorks Stacks: AWS ended the service on 26 May 2024.",
  ],
  waitWanted: wantsPatience,
};
