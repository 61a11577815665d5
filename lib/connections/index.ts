/** The door of `lib/connections` for servers. */
export * from "./client.ts";
export { beginDueRun, collectNow, forgetDue, runDueCollection } from "./collect-now.ts";
export { changeSettings, pauseConnection, removeConnection, resumeConnection } from "./change-connection.ts";
export { collectJob } from "./collect.job.ts";
export type { CollectionRow } from "./collection.repository.ts";
export { connect } from "./connect.ts";
export { CHECKS_DUE, COLLECT_DUE, failingCollectors } from "./connection.repository.ts";
export { collectorsOf } from "./connectors.ts";
export { listConnectors, readConnector, type ConnectorCard } from "./list-connectors.ts";
export { listCollections, readCollection, readPage, readStoredCopy, remakeRows, type CollectionView } from "./read-collection.ts";
export { listConnections, readConnection, type CollectorView, type ConnectionSummary, type ConnectionView } from "./read-connection.ts";
export { CONNECTION_LIMITS } from "./limits.ts";
export { freshUntil } from "./schedule.ts";
export { replaceCredential } from "./replace-credential.ts";
export { testConnection, type Tested } from "./test-connection.ts";
