/** The door of `lib/connections` for servers. */
export * from "./client.ts";
export { beginDueRun, collectNow, forgetDue, runDueCollection } from "./collect-now.ts";
export { changeSettings, pauseConnection, removeConnection, resumeConnection } from "./change-connection.ts";
export { collectJob } from "./collect.job.ts";
export type { CollectionRow, PageRow } from "./collection.repository.ts";
export { collectionRecord } from "./collection-record.ts";
export { connect } from "./connect.ts";
export { COLLECT_DUE } from "./connection.repository.ts";
export { listConnectors, readConnector, type CollectorCard, type ConnectorCard } from "./list-connectors.ts";
export { listCollections, readCollection, readPage, readStoredCopy, remakeRows, type CollectionView, type Remade } from "./read-collection.ts";
export { listConnections, readConnection, type CollectorView, type ConnectionSummary, type ConnectionView } from "./read-connection.ts";
export { replaceCredential } from "./replace-credential.ts";
export { testConnection, type Tested } from "./test-connection.ts";
