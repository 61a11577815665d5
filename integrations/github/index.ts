import type { Connector } from "#lib/connector/index.ts";
import { identify, probe } from "./access.ts";
import { codeScanningAlerts, dependabotAlerts, secretScanningAlerts } from "./alerts.ts";
import { auditLog } from "./audit-log.ts";
import { manifest } from "./manifest.ts";
import { pullRequests, workflowFiles } from "./pull-requests.ts";
import { repositories } from "./repositories.ts";
import { ticketHistory, tickets } from "./tickets.ts";

export const github: Connector = {
  manifest, identify, probe,
  collectors: [repositories, tickets, ticketHistory, pullRequests, workflowFiles, dependabotAlerts, codeScanningAlerts, secretScanningAlerts, auditLog],
};
