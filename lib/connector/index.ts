export { CollectionFailure, FAILURES, judgeCompleteness, type Completeness, type FailureKind, type Gap, type GapReason } from "./completeness.ts";
export type { Answer, Ask, Collector, Connector, Ended, Identity, Incoming, Json, OutgoingRequest, Page, PermissionFound, Run, Session, Transformed, Unreadable, Values } from "./contract.ts";
export { driveCollector, type CommittedPage, type DriveParts, type Earlier, type RunEnd, type Sink } from "./drive.ts";
export { TRUST_LEVELS, type Capability, type Field, type Manifest, type Strategy, type TrustLevel } from "./manifest.ts";
export { joinTransformed, jsonOf, readItems } from "./read-items.ts";
export { rowSchema, severityOf, type Row, type RowKind, type RowOf, type Severity } from "./rows.ts";
export { addressShown, openTransport, retryAfter, SKEW_REFUSED_MS, SKEW_WARNED_MS, TRANSPORT_LIMITS, type Exchange, type Transport, type TransportLimits, type TransportParts } from "./transport.ts";
export { askJson, askPart, elementsOf, membersOf, onlyMembers, tryPermission, type JsonAnswered } from "./ask-json.ts";
export { addressAt, SERVER_STRATEGIES, serverAddressField, signInHeaders } from "./own-server.ts";
