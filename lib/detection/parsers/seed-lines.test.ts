import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { matrixRowsOf } from "./matrix.ts";
import { parseLine } from "./parse-line.ts";

type Matrix = { rows: { id: string; examples?: { line: string; format: string }[] }[] };
const matrix = parse(readFileSync(join(import.meta.dirname, "..", "..", "..", "controls", "log-matrix.yaml"), "utf8")) as Matrix;
const examples = matrix.rows.flatMap(({ id, examples: lines }) => (lines ?? []).map(({ line }) => ({ id, line })));
const reference = { referenceTimeMs: Date.parse("2026-12-31T00:00:00Z"), zoneOffsetMinutes: 0 };

/** What each example states, by how its line begins; a line may hold more, and holds nothing that it does not state. */
const STATED: readonly (readonly [start: string, fields: object])[] = [
  ["2017-07-04*13:23:55", { time: "2017-07-04T13:23:55.000Z", timeSource: "zone_assumed" }],
  ["2019-09-30T19:15:26.309Z", { time: "2019-09-30T19:15:26.309Z", timeSource: "stated" }],
  ["Sep 30, 2019 @ 15:15:26.309", { time: "2019-09-30T15:15:26.309Z", timeSource: "zone_assumed" }],
  ["Sep 11 09:46:33 sys1 crontab[20601]: (root) BEGIN", { time: "2026-09-11T09:46:33.000Z", host: "sys1", pid: 20601, action: "crontab_edit_started", user: "root", targetUser: "root" }],
  ["Sep 11 09:46:39 sys1 crontab[20601]: (root) REPLACE", { action: "crontab_replaced", user: "root" }],
  ["Sep 11 09:46:39 sys1 crontab[20601]: (root) END", { action: "crontab_edit_ended" }],
  ["storage.objects.delete", { format: "gcp-audit", product: "gcp", action: "resource_deleted" }],
  ["v1.compute.instances.delete", { format: "gcp-audit", action: "resource_deleted" }],
  ["service sshd start", { format: "command", serviceName: "sshd", action: "service_started", command: "service sshd start" }],
  ['"user_id":3003042', { userId: "3003042" }],
  ['"username":"jsmith-admin"', { user: "jsmith-admin" }],
  ['"TdGZg20BL6pl1duCU2g7"', { userId: "TdGZg20BL6pl1duCU2g7" }],
  ['{"eventTime":"2026-10-05T08:14:09Z"', { time: "2026-10-05T08:14:09.000Z" }],
  ["source IP - destination IP", { deviceId: "89ABxDEF-01234567-89ABxDEF" }],
  ["Jun 1 22:20:05 secserv kernel: Kernel logging", { host: "secserv", action: "kernel_logging_stopped" }],
  ["Jun 1 22:20:05 secserv kernel: Kernel log daemon", { host: "secserv", action: "kernel_logging_stopped" }],
  ["Jun 1 22:20:06 secserv exiting", { host: "secserv", action: "logging_stopped", detail: "signal 15" }],
  ["Nov 27 08:05:57 galileo kernel: Kernel logging", { host: "galileo", action: "kernel_logging_stopped" }],
  ["Nov 27 08:05:57 galileo kernel: Kernel log daemon", { host: "galileo", action: "kernel_logging_stopped" }],
  ["Nov 27 08:05:57 galileo exiting", { host: "galileo", action: "logging_stopped" }],
  ["Jan 26 12:22:41 combo xinetd[2013]: bind", { program: "xinetd", pid: 2013, action: "service_start_failed", outcome: "failure", serviceName: "telnet", detail: "Address already in use (errno = 98)" }],
  ["Jan 26 12:22:41 combo xinetd[2013]: Service", { action: "service_start_failed", serviceName: "telnet", detail: "and is deactivated." }],
  ["Jan 26 12:22:42 combo spamassassin", { action: "service_started", outcome: "success", serviceName: "spamd" }],
  ["Jan 26 12:22:43 combo privoxy", { action: "service_started", serviceName: "privoxy" }],
  ["Jan 26 12:55:20 combo sendmail", { action: "service_stopped", outcome: "success", serviceName: "sm-client" }],
  ["Jan 26 12:22:03 combo network", { category: "network", action: "network_configured", outcome: "success", detail: "Setting network parameters" }],
  ["type=CONFIG_CHANGE", { recordType: "CONFIG_CHANGE", auditEventId: "1791187200.418:771", action: "security_settings_changed", outcome: "success", audit_enabled: "0", op: "set" }],
  ["May 21 11:21:03 sshd[11179]", { pid: 11179, action: "authentication_succeeded", outcome: "success", user: "tanuki", sourcePort: 58244, authMethod: "password" }],
  ["Dec 12 21:32:40 sshd[43456]", { action: "authentication_failed", user: "root", sourcePort: 37632 }],
  ["Jan 22 05:51:12 combo sshd[24935]", { host: "combo", action: "authentication_failed", user: "miha", userUnknown: true, sourcePort: 55263 }],
  ["Jan 26 12:22:13 combo kernel: audit", { action: "access_denied_by_policy", outcome: "failure", avcPermissions: "read write", avcClass: "fifo_file", command: "/sbin/init", object: "initctl", pid: 1 }],
  ["Sat Feb 3 05:32:20 CST 2007", { time: "2007-02-03T11:32:20.000Z", timeSource: "zone_assumed", action: "file_touched", object: "/etc/hosts1308742", uid: 0, avcTarget: "system_u:object_r:etc_t:s0" }],
  ["Mon Jun 19 04:44:43 2017", { time: "2017-06-19T04:44:43.000Z", action: "file_sent", outcome: "success", user: "testuser", object: "/CSV/test1.csv", bytes: 20 }],
  ["Mon Jun 19 04:51:33 2017", { object: "/CSV/test4.csv", bytes: 432 }],
  ["Mon Jun 19 04:57:15 2017", { object: "/CSV/test14.csv", bytes: 110 }],
  ["Mon Jun 19 04:57:19 2017", { object: "/CSV/master.csv", bytes: 2505 }],
  ["sudo: mike : TTY", { action: "command_run", user: "mike", targetUser: "root", tty: "pts/2", workingDirectory: "/home/mike", command: "/usr/sbin/adduser jim", Image: "/usr/sbin/adduser" }],
  ["sudo: pam_unix(sudo:session): session opened", { action: "session_opened", user: "mike", uid: 1000, targetUser: "root", pamService: "sudo", pamType: "session" }],
  ["groupadd[1731]: group added to /etc/group:", { action: "group_changed", targetGroup: "jim", targetGid: 1001 }],
  ["groupadd[1731]: group added to /etc/gshadow:", { action: "group_changed", targetGroup: "jim" }],
  ["groupadd[1731]: new group", { action: "group_created", targetGroup: "jim", targetGid: 1001 }],
  ["useradd[1735]", { pid: 1735, action: "user_created", targetUser: "jim", targetUid: 1001, targetGid: 1001, homeDirectory: "/home/jim", shell: "/bin/bash" }],
  ["passwd[1742]: pam_unix", { action: "password_changed", targetUser: "jim" }],
  ["passwd[1742]: gkr-pam", { action: "password_change_failed", outcome: "failure" }],
  ["chfn[1743]", { action: "user_information_changed", targetUser: "jim" }],
  ["sudo: pam_unix(sudo:session): session closed", { action: "session_closed", targetUser: "root" }],
  ["Jan 30 11:25:57 combo sshd(pam_unix)", { action: "authentication_failed", user: "root", tty: "NODEVssh", pamService: "sshd" }],
  ["Jan 23 05:28:18 combo sshd[28534]", { action: "authentication_failed", user: "root", sourcePort: 57203 }],
  ['{"time":"2026-10-05T09:02:11.870Z","service":"postgresql"', { action: "UPDATE", user: "jsmith-admin", object: "ledger.invoice", outcome: "success" }],
  ['{"time":"2026-10-05T02:30:44.012Z","service":"elt"', { job: "load-invoices", outcome: "failure", errorCode: "SOURCE_TIMEOUT" }],
  ["Git-99-sb-gprd sshd 3087", { host: "Git-99-sb-gprd", program: "sshd", pid: 3087, action: "connection_closed", outcome: "failure", sourcePort: 39772 }],
  ["2019/10/04 18:06:23 [error]", { time: "2019-10-04T18:06:23.000Z", pid: 29881, logLevel: "error", action: "error_logged", outcome: "failure", method: "POST", path: "/api/v4/jobs/request" }],
  ['October 06, 2014 11:56: User "Administrator"', { time: "2014-10-06T11:56:00.000Z", action: "user_created", targetUser: "Administrator" }],
  ["October 06, 2014 11:56: Archive", { action: "project_created", user: "Archive", object: "Archive / Underscore" }],
  ["October 06, 2014 11:56: Example Org", { action: "project_created", user: "Example Org", object: "Example Org / Example Ce" }],
  ["October 07, 2014 11:25: User", { action: "user_removed", targetUser: "Claudie Santie" }],
  ["October 07, 2014 11:25: Project", { action: "project_removed", object: "project133" }],
  ['{"time":"2026-10-05T10:41:02.300Z"', { user: "support-07", action: "impersonate", sourceIp: "198.51.100.24" }],
  ["[Mon Oct 05 06:00:01.220481 2026]", { time: "2026-10-05T06:00:01.220Z", pid: 811, action: "application_started", outcome: "success" }],
  ["2026/10/05 06:12:40 [error] 811#811: *52", { action: "authentication_failed", outcome: "failure", user: "jsmith", sourceIp: "203.0.113.9", siteHost: "example.com", path: "/admin" }],
  ['{"time":"2026-10-05T11:20:35.090Z"', { user: "jsmith-admin", object: "policy-default", outcome: "success" }],
  ["203.0.113.9 - jsmith", { time: "2026-10-05T06:12:41.000Z", sourceIp: "203.0.113.9", user: "jsmith", method: "GET", path: "/reports/invoices", statusCode: 200, bytes: 5120, userAgent: "Mozilla/5.0" }],
  ['{"time":"2026-10-05T12:00:00.000Z"', { user: "jsmith", object: "invoice-20261005-17", sourceIp: "203.0.113.9" }],
];

describe("the audit logging matrix", () => {
  test("states what is expected of every example, once", () => {
    expect(examples.map(({ line }) => STATED.filter(([start]) => line.startsWith(start)).length)).toEqual(examples.map(() => 1));
    expect(examples).toHaveLength(STATED.length);
  });

  test.each(examples.map(({ id, line }) => [id, line]))("%s: its fields and its row are read from %s", (id, line) => {
    const event = parseLine(line, reference);
    expect(event).toMatchObject({ parsed: true, line, ...STATED.find(([start]) => line.startsWith(start))![1] });
    expect(matrixRowsOf(event)).toContain(id);
  });
});
