import type { EventAction, MessageFields } from "../fields.ts";
import { sourceFields } from "./event-draft.ts";
import { methodAction } from "./fragments.ts";
import { at, firstText, genericFields, type JsonRecord, textAt } from "./records.ts";

/** What a record of a known system says in the words of every event. `format` names the system. */
export function vendorFields(record: JsonRecord): MessageFields {
  const source = textAt(record, "eventSource");
  const call = textAt(record, "eventName") !== undefined && textAt(record, "userIdentity", "type") !== undefined;
  if (source?.endsWith(".amazonaws.com") === true || (source === undefined && call)) return cloudTrail(record, source ?? "");
  if (isGcp(record)) return gcp(record);
  if (textAt(record, "apiVersion")?.startsWith("audit.k8s.io/") === true || (textAt(record, "auditID") !== undefined && textAt(record, "verb") !== undefined)) return kubernetes(record);
  // Some exporters write every name in lower case.
  const type = textAt(record, "eventType") ?? textAt(record, "eventtype");
  if (type !== undefined && textAt(record, "actor", "id") !== undefined && textAt(record, "actor", "type") !== undefined) return okta(record, type);
  if (isGithub(record)) return github(record, textAt(record, "action")!);
  return genericFields(record);
}

function tell(action: EventAction | undefined, outcome: "success" | "failure" | undefined): MessageFields {
  return { ...(action === undefined ? {} : { action }), ...(outcome === undefined ? {} : { outcome }) };
}

function text<Name extends string>(name: Name, value: string | undefined): { [key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]?: string });
}

type Words = readonly (readonly [pattern: RegExp, action: EventAction])[];

function byWords(words: Words, name: string): EventAction | undefined {
  return words.find(([pattern]) => pattern.test(name))?.[1];
}

const AWS: Words = [
  [/^ConsoleLogin$|^(?:GetSessionToken|GetFederationToken)$|^AssumeRole(?:WithSAML|WithWebIdentity)?$|^SwitchRole$/, "authentication_succeeded"],
  [/^CreateUser$|^CreateLoginProfile$/, "user_created"],
  [/^DeleteUser$|^DeleteLoginProfile$/, "user_removed"],
  [/^(?:UpdateLoginProfile|ChangePassword)$/, "password_changed"],
  [/^(?:Attach|Put)(?:User|Role|Group)Policy$|^AddUserToGroup$|^CreateAccessKey$|^UpdateAssumeRolePolicy$|^CreateGrant$|^AddPermission\w*$/, "privilege_granted"],
  [/^(?:Detach|Delete)(?:User|Role|Group)Policy$|^RemoveUserFromGroup$|^DeleteAccessKey$|^RevokeGrant$|^RemovePermission\w*$/, "privilege_revoked"],
  [/^(?:StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors|DeleteFlowLogs|DeleteDetector|UpdateDetector|DisableSecurityHub|DisableKey|ScheduleKeyDeletion|DeleteConfigurationRecorder|StopConfigurationRecorder|DeleteConfigRule|DeactivateMFADevice|DeleteVirtualMFADevice|LeaveOrganization|UpdateAccountPasswordPolicy|DeleteAccountPasswordPolicy|PutBucketPolicy|DeleteBucketPolicy|PutBucketAcl|PutPublicAccessBlock|DeletePublicAccessBlock|PutBucketLogging|DisableEbsEncryptionByDefault)$/, "security_settings_changed"],
  [/^(?:Authorize|Revoke)SecurityGroup(?:In|E)gress$|^(?:Create|Delete|Replace|Modify|Associate|Attach)(?:Route|RouteTable|NetworkAcl|NetworkAclEntry|InternetGateway|VpcPeeringConnection|Vpc|Subnet|NatGateway|VpnGateway|NetworkInterface)\w*$/, "network_configured"],
  [/^(?:ModifyDBSnapshotAttribute|ModifyDBClusterSnapshotAttribute|ModifySnapshotAttribute|ModifyImageAttribute|SharedSnapshotCopyInitiated|CreateInstanceExportTask|StartExportTask)$/, "data_exported"],
  [/^(?:Get|List|Describe|Head|Lookup|BatchGet|Search|Select|Query|Scan)/, "resource_read"],
  [/^(?:Create|Run|Start|Launch|Import|Allocate|Register|Put(?=Object))/, "resource_created"],
  [/^(?:Delete|Terminate|Remove|Release|Deregister)/, "resource_deleted"],
  [/^(?:Update|Modify|Put|Set|Attach|Detach|Associate|Disassociate|Enable|Disable|Stop|Reboot|Tag|Untag|Change|Add|Send)/, "resource_changed"],
];

function cloudTrail(record: JsonRecord, source: string): MessageFields {
  const name = textAt(record, "eventName") ?? "";
  const error = textAt(record, "errorCode");
  const signIn = textAt(record, "responseElements", "ConsoleLogin");
  const failed = error !== undefined || signIn === "Failure";
  const action = byWords(AWS, name);
  const type = textAt(record, "userIdentity", "type");
  const user = textAt(record, "userIdentity", "userName") ?? textAt(record, "userIdentity", "sessionContext", "sessionIssuer", "userName") ?? (type === "Root" ? "root" : textAt(record, "userIdentity", "invokedBy")) ?? lastPart(textAt(record, "userIdentity", "arn"));
  return {
    format: "cloudtrail",
    product: "aws",
    service: "cloudtrail",
    ...tell(failed && action === "authentication_succeeded" ? "authentication_failed" : action, failed ? "failure" : name === "" ? undefined : "success"),
    ...text("user", user),
    ...text("userId", textAt(record, "userIdentity", "principalId")),
    ...text("role", textAt(record, "userIdentity", "sessionContext", "sessionIssuer", "arn") ?? type),
    ...text("targetUser", textAt(record, "requestParameters", "userName")),
    ...text("object", textAt(record, "resources", "0", "ARN") ?? objectOfRequest(at(record, "requestParameters"))),
    ...text("serviceName", source.slice(0, -".amazonaws.com".length) || undefined),
    ...sourceFields(textAt(record, "sourceIPAddress")),
  };
}

function lastPart(name: string | undefined): string | undefined {
  return name?.slice(name.lastIndexOf("/") + 1);
}

const REQUEST_NAMES = ["bucketName", "roleName", "userName", "groupName", "policyArn", "instanceId", "trailName", "name", "functionName", "secretId", "keyId", "dBInstanceIdentifier", "dBSnapshotIdentifier", "groupId", "roleArn"] as const;

function objectOfRequest(parameters: unknown): string | undefined {
  return typeof parameters === "object" && parameters !== null ? firstText(parameters as JsonRecord, REQUEST_NAMES) : undefined;
}

function isGcp(record: JsonRecord): boolean {
  return textAt(record, "logName")?.includes("cloudaudit.googleapis.com") === true || textAt(record, "protoPayload", "methodName") !== undefined;
}

const GCP: Words = [
  [/SetIamPolicy$|setIamPermissions$|CreateServiceAccountKey$|UploadServiceAccountKey$/i, "privilege_granted"],
  [/CreateServiceAccount$|directory\.users\.insert$/i, "user_created"],
  [/DeleteServiceAccount$|directory\.users\.delete$/i, "user_removed"],
  [/DeleteSink$|UpdateSink$|DeleteLog$|ConfigServiceV2\.(?:Update|Delete)Bucket$|DisableService|accessPolicies|DeleteAlertPolicy|CryptoKeyVersion\b.*Destroy/i, "security_settings_changed"],
  [/\.(?:firewalls|routes|networks|subnetworks|routers|vpnTunnels)\.(?:insert|delete|patch|update)$/, "network_configured"],
  [/InstanceService\.Export$|cloudsql\.instances\.export$|\.jobservice\.jobcompleted$|\.instances\.export$/i, "data_exported"],
];

function gcp(record: JsonRecord): MessageFields {
  const method = textAt(record, "protoPayload", "methodName") ?? "";
  const code = at(record, "protoPayload", "status", "code");
  const granted = at(record, "protoPayload", "authorizationInfo", "0", "granted");
  const failed = (typeof code === "number" && code !== 0) || granted === false;
  return {
    format: "gcp-audit",
    product: "gcp",
    service: "gcp.audit",
    ...tell(byWords(GCP, method) ?? methodAction(method), failed ? "failure" : method === "" ? undefined : "success"),
    ...text("user", textAt(record, "protoPayload", "authenticationInfo", "principalEmail")),
    ...text("role", textAt(record, "protoPayload", "authorizationInfo", "0", "permission")),
    ...text("object", textAt(record, "protoPayload", "resourceName")),
    ...text("serviceName", textAt(record, "protoPayload", "serviceName")),
    ...text("userAgent", textAt(record, "protoPayload", "requestMetadata", "callerSuppliedUserAgent")),
    ...sourceFields(textAt(record, "protoPayload", "requestMetadata", "callerIp") ?? textAt(record, "protoPayload", "requestMetadata", "callerIP")),
  };
}

const KUBERNETES: { readonly [verb: string]: EventAction } = {
  get: "resource_read", list: "resource_read", watch: "resource_read", create: "resource_created", update: "resource_changed", patch: "resource_changed", delete: "resource_deleted", deletecollection: "resource_deleted",
};
const BINDINGS = new Set(["roles", "clusterroles", "rolebindings", "clusterrolebindings"]);

function kubernetes(record: JsonRecord): MessageFields {
  const verb = textAt(record, "verb") ?? "";
  const resource = textAt(record, "objectRef", "resource") ?? "";
  const sub = textAt(record, "objectRef", "subresource");
  const code = at(record, "responseStatus", "code");
  const changes = verb === "create" || verb === "update" || verb === "patch";
  const action = BINDINGS.has(resource) && changes ? "privilege_granted" : BINDINGS.has(resource) && verb.startsWith("delete") ? "privilege_revoked" : (sub === "exec" || sub === "attach") && changes ? "command_run" : Object.hasOwn(KUBERNETES, verb) ? KUBERNETES[verb] : undefined;
  const object = [textAt(record, "objectRef", "namespace"), resource, textAt(record, "objectRef", "name"), sub].filter((part) => part !== undefined && part !== "").join("/");
  return {
    format: "kubernetes-audit",
    product: "kubernetes",
    service: "audit",
    ...tell(action, typeof code === "number" ? (code < 400 ? "success" : "failure") : undefined),
    ...text("user", textAt(record, "user", "username")),
    ...text("role", textAt(record, "impersonatedUser", "username")),
    ...(object === "" ? {} : { object }),
    ...(typeof code === "number" ? { statusCode: code } : {}),
    ...sourceFields(textAt(record, "sourceIPs", "0")),
  };
}

const OKTA: Words = [
  [/^user\.session\.start$|^user\.authentication\.(?:sso|auth_via_\w+|verify)$|^app\.oauth2\.token\.grant$/, "authentication_succeeded"],
  [/^user\.session\.end$/, "session_closed"],
  [/^user\.lifecycle\.create$/, "user_created"],
  [/^user\.lifecycle\.(?:deactivate|delete)\b/, "user_removed"],
  [/^user\.(?:lifecycle|mfa)\./, "user_changed"],
  [/^user\.account\.(?:update_password|reset_password)$/, "password_changed"],
  [/^(?:user|group)\.account\.privilege\.grant$|^group\.privilege\.grant$|^group\.user_membership\.add$|^application\.user_membership\.add$|^system\.api_token\.create$/, "privilege_granted"],
  [/privilege\.revoke$|user_membership\.remove$|^system\.api_token\.revoke$/, "privilege_revoked"],
  [/^user\.session\.(?:impersonation|access_admin_app)\b/, "privilege_used"],
  [/^(?:policy|zone|application|system|security|iam|org)\./, "application_configured"],
];

function okta(record: JsonRecord, type: string): MessageFields {
  const result = textAt(record, "outcome", "result");
  const failed = result === "FAILURE" || result === "DENY";
  const action = byWords(OKTA, type);
  return {
    format: "okta",
    product: "okta",
    service: "okta",
    ...tell(failed && action === "authentication_succeeded" ? "authentication_failed" : action, failed ? "failure" : result === "SUCCESS" || result === "ALLOW" ? "success" : undefined),
    ...text("user", textAt(record, "actor", "alternateId")),
    ...text("userId", textAt(record, "actor", "id")),
    ...text("role", textAt(record, "actor", "type")),
    ...text("targetUser", textAt(record, "target", "0", "alternateId")),
    ...text("object", textAt(record, "target", "0", "displayName")),
    ...text("userAgent", textAt(record, "client", "userAgent", "rawUserAgent")),
    ...text("sessionId", textAt(record, "authenticationContext", "externalSessionId")),
    ...sourceFields(textAt(record, "client", "ipAddress")),
  };
}

const GITHUB_PLACES = ["repo", "org", "business", "_document_id", "@timestamp", "programmatic_access_type"] as const;

function isGithub(record: JsonRecord): boolean {
  const action = textAt(record, "action");
  const place = GITHUB_PLACES.some((name) => at(record, name) !== undefined);
  return action !== undefined && /^[a-z_]+\.[a-z_]+$/.test(action) && place && at(record, "actor") !== undefined;
}

const GITHUB: Words = [
  [/^org\.(?:add_member|invite_member)$/, "user_created"],
  [/^org\.remove_member$|^org\.remove_outside_collaborator$/, "user_removed"],
  [/^(?:org\.update_member|team\.add_member|repo\.add_member|team\.add_repository|personal_access_token\.access_granted|public_key\.create|repo\.update_member)$/, "privilege_granted"],
  [/^(?:team\.remove_member|repo\.remove_member|team\.remove_repository|public_key\.delete)$/, "privilege_revoked"],
  [/^(?:git\.clone|repo\.download_zip|git\.fetch)$/, "data_exported"],
  [/^(?:repo\.create)$/, "project_created"],
  [/^(?:repo\.destroy)$/, "project_removed"],
  [/^(?:org|enterprise|business)\.(?:disable_two_factor_requirement|disable_saml|enable_\w+|disable_\w+|update_\w+)$|^protected_branch\.|^hook\.|^integration_installation\.|^secret_scanning|^repo\.(?:access|transfer|archived)$|^oauth_application\./, "application_configured"],
];

function github(record: JsonRecord, name: string): MessageFields {
  // Its own `action`, `user`, `repo` stay as they are; ours stand only where the record has no such name.
  return {
    format: "github-audit",
    product: "github",
    service: "audit",
    ...tell(byWords(GITHUB, name), "success"),
    ...text("user", textAt(record, "actor")),
    ...text("targetUser", textAt(record, "user")),
    ...text("object", textAt(record, "repo") ?? textAt(record, "org")),
    ...text("userAgent", textAt(record, "user_agent")),
    ...sourceFields(textAt(record, "actor_ip")),
  };
}
