import { describe, expect, test } from "vitest";
import { AuditJoiner, joinAuditRecords } from "./audit-events.ts";
import { matrixRowsOf } from "./matrix.ts";
import { toOcsf } from "./ocsf.ts";
import { parseLine } from "./parse-line.ts";

const reference = { referenceTimeMs: Date.parse("2026-11-20T12:00:00Z"), zoneOffsetMinutes: 0 };
const parse = (line: string) => parseLine(line, reference);

describe("times", () => {
  test.each([
    ["2026-10-05 09:02:11.870 UTC [12] a@b LOG:  x", "2026-10-05T09:02:11.870Z", "stated"],
    ["2026-10-05 09:02:11+02 [12] a@b LOG:  x", "2026-10-05T07:02:11.000Z", "stated"],
    ["Mon Oct  5 09:02:11 2026 1 192.0.2.1 20 /a b _ o r u ftp 0 * c", "2026-10-05T09:02:11.000Z", "zone_assumed"],
    ["Mon Oct  5 09:02:11 EST 2026 1 192.0.2.1 20 /a b _ o r u ftp 0 * c", "2026-10-05T14:02:11.000Z", "zone_assumed"],
    ["October 5, 2026 09:02:11: User \"a\" was created", "2026-10-05T09:02:11.000Z", "zone_assumed"],
    ["05-Oct-2026 09:02:11.5 client 192.0.2.1#5: query 'a/A/IN' denied", "2026-10-05T09:02:11.500Z", "zone_assumed"],
    ["Oct  5 23:59:60 h sshd[1]: x", "2026-10-06T00:00:00.000Z", "year_assumed"],
    ["Oct  5 24:00:00 h sshd[1]: x", null, "invalid"],
    ["Oct 32 10:00:00 h sshd[1]: x", null, "invalid"],
    ["2026-02-30T10:00:00Z h sshd[1]: x", null, "invalid"],
    ['{"timestamp":1791187200418}', "2026-10-05T08:00:00.418Z", "stated"],
    ["Mayo 5 10:00:00 h sshd: x", null, "missing"],
  ])("%s", (line, time, timeSource) => {
    expect(parse(line)).toMatchObject({ time, timeSource });
  });

  test("seconds of one day are read alike whatever was read before", () => {
    const lines = ["Oct  5 09:00:00 h a[1]: x", "Oct  5 09:00:01 h a[1]: x", "Oct  5 23:59:60 h a[1]: x", "Oct  5 09:61:00 h a[1]: x", "Dec 30 10:00:00 h a[1]: x", "Nov 21 11:00:00 h a[1]: x", "Nov 21 13:00:00 h a[1]: x"];
    const once = lines.map((line) => parse(line).time);
    expect(lines.toReversed().map((line) => parse(line).time).toReversed()).toEqual(once);
    expect(once).toEqual(["2026-10-05T09:00:00.000Z", "2026-10-05T09:00:01.000Z", "2026-10-06T00:00:00.000Z", null, "2025-12-30T10:00:00.000Z", "2026-11-21T11:00:00.000Z", "2025-11-21T13:00:00.000Z"]);
  });
});

describe("messages of other hosts, users and makers than any sample", () => {
  test.each<[string, object, string]>([
    ["Mar 10 06:55:46 knoten-7 sshd-session[1]: Accepted publickey for jürgen from 2001:db8::7 port 22 ssh2: ED25519 SHA256:AbC", { user: "jürgen", sourceIp: "2001:db8::7", authMethod: "publickey" }, "audit-log-on"],
    ["Mar 10 06:55:46 h sshd[1]: Failed password for invalid user a b  from 192.0.2.1 port 4 ssh2", { user: "a b ", userUnknown: true, sourceIp: "192.0.2.1" }, "audit-log-on"],
    ["Mar 10 06:55:46 h sshd[1]: Invalid user  from 192.0.2.1 port 4", { action: "invalid_user", sourceIp: "192.0.2.1" }, "audit-log-on"],
    ["<86>Mar 10 06:55:46 h su[4]: pam_unix(su-l:auth): authentication failure; logname=eve uid=1000 euid=0 tty=pts/1 ruser=eve rhost=  user=root", { user: "eve", targetUser: "root", severity: 6, facility: 10 }, "audit-privileged-accounts"],
    ["Mar 10 06:55:46 h login[4]: pam_unix(login:auth): authentication failure; logname=LOGIN uid=0 euid=0 tty=/dev/tty1 ruser=x rhost=1.2.3.4 rhost=192.0.2.9  user=bob", { sourceIp: "192.0.2.9", user: "bob" }, "audit-log-on"],
    ["Mar 10 06:55:46 h sudo[77]:   álvaro : TTY=unknown ; PWD=/tmp/a ; b ; USER=postgres ; GROUP=adm ; ENV=A=1 ; COMMAND=/usr/bin/psql -c 'a ; COMMAND=x'", { user: "álvaro", targetUser: "postgres", targetGroup: "adm", command: "/usr/bin/psql -c 'a ; COMMAND=x'" }, "audit-functions"],
    ["Mar 10 06:55:46 h sudo: eve : 2 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh", { action: "command_denied", repeatCount: 2 }, "audit-privileged-accounts"],
    ["Mar 10 06:55:46 h CRON[1]: (backup) CMD ( [ -x /a ] && (cd / && ./b) )", { action: "cron_job_run", user: "backup", command: " [ -x /a ] && (cd / && ./b) " }, "general-event"],
    ["Mar 10 06:55:46 h kernel: [  12.345678] [UFW BLOCK] IN=eth0 OUT= MAC=00:11 SRC=2001:db8::5 DST=2001:db8::6 LEN=40 PROTO=TCP SPT=4000 DPT=22", { action: "connection_blocked", sourceIp: "2001:db8::5", destinationPort: 22 }, "os-network"],
    ["Mar 10 06:55:46 h kernel: igb 0000:03:00.0 eno1: igb: eno1 NIC Link is Down", { action: "network_failed", detail: "eno1 link down" }, "os-network"],
    ["Mar 10 06:55:46 h kernel: e1000e: eth1 NIC Link is Up 1000 Mbps", { action: "network_configured", detail: "e1000e link up" }, "os-network"],
    ["Mar 10 06:55:46 h kernel: eth0: link down", { action: "network_failed", detail: "eth0 link down" }, "os-network"],
    ["Mar 10 06:55:46 h systemd[1]: Stopped nginx.service - A web server.", { action: "service_stopped", serviceName: "nginx.service - A web server" }, "os-service-start-stop"],
    ["Mar 10 06:55:46 h systemd[1]: Reached target reboot.target - System Reboot.", { action: "system_stopped" }, "os-system-start-stop"],
    ["Mar 10 06:55:46 h NetworkManager[9]: <info>  [1791187200.1] device (eth0): state change: activated -> failed (reason 'x')", { action: "network_failed", detail: "eth0 failed" }, "os-network"],
    ["Mar 10 06:55:46 h groupmod[1]: unknown words of a tool", { format: "account", program: "groupmod" }, ""],
    ["Mon Mar  9 06:55:46 2026 3 files.example 9000000000 /srv/a b.csv b _ o g Zoë ftp 1 u1 i", { object: "/srv/a b.csv", bytes: 9_000_000_000, sourceHost: "files.example", outcome: "failure", user: "Zoë" }, "audit-data-export"],
    ["Mon Mar  9 06:55:46 2026 [pid 4] [ann] OK DOWNLOAD: Client \"2001:db8::9\", \"/a \\\"b\\\".csv\", 120 bytes, 3.1Kbyte/sec", { action: "file_sent", user: "ann", object: '/a \\"b\\".csv', bytes: 120, sourceIp: "2001:db8::9" }, "audit-data-export"],
    ["Mar 10 06:55:46 h sftp-server[2]: close \"/data/q.csv\" bytes read 4096 written 0", { action: "file_sent", bytes: 4096, object: "/data/q.csv" }, "audit-data-export"],
    ["changed: /etc/päss wd", { action: "file_changed", object: "/etc/päss wd" }, "audit-file-changes"],
    ["/etc/ MODIFY,CLOSE shadow", { action: "file_changed", object: "/etc/shadow" }, "audit-file-changes"],
    ["shop.example:443 2001:db8::1 - Ann Lee [10/Mar/2026:06:55:46 -0500] \"GET /a?b=\\\"c\\\" HTTP/2.0\" 403 - \"-\" \"-\" 0.02", { sourceIp: "2001:db8::1", siteHost: "shop.example", user: "Ann Lee", statusCode: 403, outcome: "failure", time: "2026-03-10T11:55:46.000Z" }, "app-transactions"],
    ["192.0.2.1 - - [10/Mar/2026:06:55:46 +0000] \"\\x16\\x03\\x01\" 400 157 \"-\" \"-\"", { object: "\\x16\\x03\\x01", statusCode: 400 }, "app-transactions"],
    ["[Tue Mar 10 06:55:46.1 2026] [auth_basic:error] [pid 9] [client [2001:db8::4]:5000] AH01617: user ann: authentication failure for \"/x\": Password Mismatch", { action: "authentication_failed", user: "ann", sourceIp: "2001:db8::4", sourcePort: 5000 }, "app-accounts-authentication"],
    ["2026/03/10 06:55:46 [warn] 7#7: *1 user \"x\": password mismatch, client: 1.1.1.1, server: a\" was not found, client: 192.0.2.5, server: b, request: \"GET /p HTTP/1.1\"", { action: "authentication_failed", sourceIp: "192.0.2.5", path: "/p" }, "app-failures"],
    ["Mar 10 06:55:46 mx postfix/smtpd[1]: 4BcdZ61abcZ: client=mail.example[192.0.2.8], sasl_method=PLAIN, sasl_username=ann@example.com", { action: "mail_accepted", user: "ann@example.com", sourceIp: "192.0.2.8", queueId: "4BcdZ61abcZ" }, "app-transactions"],
    ["Mar 10 06:55:46 mx postfix/smtp[1]: 4BcdZ61abcZ: to=<b@example.com>, orig_to=<c@example.com>, relay=none, delay=1, dsn=5.1.1, status=bounced (unknown user)", { action: "mail_bounced", recipients: ["b@example.com"], errorCode: "5.1.1", detail: "unknown user" }, "app-transactions"],
    ["Mar 10 06:55:46 mx postfix/cleanup[1]: 4BcdZ61abcZ: warning: header Subject: Payroll from May from 1.2.3.4 from mail.example[192.0.2.8]; from=<a@example.com> to=<b@example.com> proto=ESMTP helo=<x>", { subject: "Payroll from May from 1.2.3.4", sender: "a@example.com", recipients: ["b@example.com"], sourceIp: "192.0.2.8" }, "app-transactions"],
    ["Mar 10 06:55:46 mx postfix/cleanup[1]: 4BcdZ61abcZ: warning: mime_header Content-Disposition: attachment; filename=\"q1 plan.xlsx\" from mail.example[192.0.2.8]; from=<a@example.com> to=<b@example.com> proto=ESMTP", { attachments: ["q1 plan.xlsx"] }, "app-transactions"],
    ["Mar 10 06:55:46 mx sendmail[1]: s2AFtk1x000001: to=<b@example.com>,<c@example.com>, ctladdr=<a@example.com> (1/1), delay=0, dsn=2.0.0, stat=Sent (ok)", { action: "mail_delivered", recipients: ["b@example.com", "c@example.com"] }, "app-transactions"],
    ["Mar 10 06:55:46 mx postfix/submission/smtpd[9]: warning: unknown[2001:db8::8]: SASL PLAIN authentication failed: UGFzc3dvcmQ6, sasl_username=ann", { action: "authentication_failed", user: "ann", sourceIp: "2001:db8::8", authMethod: "PLAIN" }, "app-accounts-authentication"],
    ["Mar 10 06:55:46 mx postfix/smtpd[9]: NOQUEUE: reject: RCPT from mail.example[192.0.2.8]: 554 5.7.1 <b@example.com>: Relay access denied; from=<a@example.com> to=<b@example.com> proto=ESMTP helo=<x>", { action: "mail_rejected", sourceIp: "192.0.2.8", sender: "a@example.com", recipients: ["b@example.com"] }, "app-transactions"],
    ['{"time":"2026-03-10T06:55:46Z","from":"a@example.com","to":["b@example.com"],"cc":[{"address":"c@example.com"}],"subject":"Q1","attachments":[{"filename":"a.pdf"}]}', { sender: "a@example.com", recipients: ["b@example.com", "c@example.com"], subject: "Q1" }, "app-transactions"],
    ["2026-03-10 06:55:46.123 CET [77] ann@ledger ERROR:  permission denied for table payroll", { action: "request_denied", user: "ann", database: "ledger", object: "table payroll", time: "2026-03-10T05:55:46.123Z" }, "app-failures"],
    ["2026-03-10 06:55:46 UTC [77]: user=ann,db=ledger,app=psql,client=2001:db8::3 LOG:  statement: /* fix */ DELETE FROM ledger.invoice WHERE true", { action: "data_deleted", object: "ledger.invoice", sourceIp: "2001:db8::3" }, "database-data-changes"],
    ["2026-03-10 06:55:46 UTC [77] ann@ledger LOG:  AUDIT: SESSION,1,1,WRITE,UPDATE,TABLE,public.invoice,\"update invoice set a = \"\"b\"\"\",<none>", { action: "data_updated", object: "public.invoice", statement: 'update invoice set a = "b"' }, "database-data-changes"],
    ["2026-03-10T06:55:46.123456Z 8 [Note] [MY-010926] [Server] Access denied for user 'ann'@'192.0.2.4' (using password: YES)", { action: "authentication_failed", user: "ann", sourceIp: "192.0.2.4", errorCode: "MY-010926" }, "app-accounts-authentication"],
    ["2026-03-10T06:55:46.123456Z\t   12 Query\tSELECT * FROM invoice INTO OUTFILE '/tmp/a'", { action: "data_exported", sessionId: "12" }, "audit-data-export"],
    ["[2026-03-10T06:55:46.123+0000] {taskinstance.py:1851} INFO - Marking task as FAILED. dag_id=ledger, task_id=load_invoices, execution_date=x", { action: "job_failed", job: "ledger.load_invoices" }, "database-elt-failures"],
    ["06:55:46  3 of 9 ERROR creating sql table model finance.invoice ........ [ERROR in 2.01s]", { action: "job_failed", job: "finance.invoice" }, "database-elt-failures"],
    ["2026-03-10 06:55:46 ERROR Job load-invoices failed: SOURCE_TIMEOUT after 30 s", { action: "job_failed", job: "load-invoices", errorCode: "SOURCE_TIMEOUT" }, "database-elt-failures"],
    ['time=2026-03-10T06:55:46Z level=error service=elt job="load invoices" outcome=failure error=SOURCE_TIMEOUT', { format: "logfmt", action: "job_failed", job: "load invoices" }, "database-elt-failures"],
    ["2026-03-10 06:55:46 INFO user \"ann\" viewed invoice INV-7 from 192.0.2.6", { action: "record_read", user: "ann", object: "invoice INV-7", sourceIp: "192.0.2.6" }, "app-transactions"],
    ["March 10, 2026 06:55: User \"Zoë Q\" (zoe@example.com) was blocked by \"admin\"", { action: "user_changed", targetUser: "Zoë Q", user: "admin" }, "app-accounts-changes"],
    ["type=USER_LOGIN msg=audit(1791187200.418:9): pid=1 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct=\"ann\" exe=\"/usr/sbin/sshd\" hostname=? addr=192.0.2.7 terminal=ssh res=failed'", { action: "authentication_failed", user: "ann", sourceIp: "192.0.2.7", Image: "/usr/sbin/sshd", time: "2026-10-05T08:00:00.418Z" }, "audit-log-on"],
    ["Mar 10 06:55:46 h kernel: audit: type=1400 audit(1791187200.418:10): apparmor=\"DENIED\" operation=\"open\" profile=\"p\" name=\"/etc/x\" pid=7 comm=\"q\"", { recordType: "AVC", action: "access_denied_by_policy", outcome: "failure", object: "/etc/x" }, "audit-functions"],
    ["Mar 10 06:55:46 h audispd: node=h2 type=DEL_USER msg=audit(1791187200.418:11): pid=1 uid=0 auid=1000 ses=1 msg='op=deleting user entries id=1007 exe=\"/usr/sbin/userdel\" res=success'", { host: "h2", action: "user_removed", targetUid: 1007 }, "audit-account-changes"],
    ['{"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"create","user":{"username":"ann"},"sourceIPs":["192.0.2.3"],"objectRef":{"resource":"pods","namespace":"n","name":"p","subresource":"exec"},"responseStatus":{"code":101},"requestReceivedTimestamp":"2026-03-10T06:55:46.1Z"}', { format: "kubernetes-audit", product: "kubernetes", action: "command_run", object: "n/pods/p/exec", outcome: "success", sourceIp: "192.0.2.3" }, "app-accounts-privileges"],
    ['{"@timestamp":1791187200418,"action":"org.update_member","actor":"ann","user":"bob","org":"o","actor_ip":"192.0.2.3"}', { format: "github-audit", action: "org.update_member", user: "bob", targetUser: "bob", sourceIp: "192.0.2.3" }, "app-accounts-changes"],
    ['{"eventType":"user.session.start","published":"2026-03-10T06:55:46Z","actor":{"alternateId":"ann@example.com","id":"1","type":"User"},"outcome":{"result":"FAILURE"},"client":{"ipAddress":"192.0.2.3"}}', { format: "okta", action: "authentication_failed", user: "ann@example.com" }, "app-accounts-authentication"],
    ['{"logName":"projects/p/logs/cloudaudit.googleapis.com%2Factivity","timestamp":"2026-03-10T06:55:46Z","protoPayload":{"methodName":"SetIamPolicy","serviceName":"cloudresourcemanager.googleapis.com","authenticationInfo":{"principalEmail":"ann@example.com"},"status":{"code":7}}}', { format: "gcp-audit", action: "privilege_granted", outcome: "failure", user: "ann@example.com" }, "audit-account-changes"],
    ['{"eventTime":"2026-03-10T06:55:46Z","eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging","userIdentity":{"type":"IAMUser","userName":"ann"},"sourceIPAddress":"192.0.2.3"}', { format: "cloudtrail", action: "security_settings_changed", user: "ann" }, "os-security-settings"],
  ])("%s", (line, fields, row) => {
    const event = parse(line);
    expect(event).toMatchObject({ parsed: true, line, ...fields });
    if (row === "") expect(event.action).toBeUndefined();
    else expect(matrixRowsOf(event)).toContain(row);
  });
});

describe("what is not known is not claimed", () => {
  test.each([
    "2026-10-05 12:00:00 ERROR com.example.Main: something broke",
    "2026-10-05T12:00:00Z WARN main: slow",
    "Mar  3 10:00:01 Something happened here",
    "just some words with key=value in them",
    "[Mon Oct 05 06:00:01 2026] hello",
    "192.0.2.1 said [something] \"loud\"",
    "Mon Jun 19 04:44:43 2017 not a transfer at all",
    "type=X msg=audit(12:3): a=b",
    "type=X msg=audit(999999999999999.000:3): a=b",
    "service sshd explode",
    '"comment":"hello"',
    '"ABCDEFGHIJKLMNOPQRST"',
    "a.b.c.delete everything",
    "2026-10-05 12:00:00 [5] something without a level",
    "node=only",
    "10:00:01 lunch",
  ])("%s", (line) => {
    const event = parse(line);
    expect(event).toMatchObject({ parsed: false, message: line });
    expect([event.host, event.user, event.action, matrixRowsOf(event)]).toEqual([undefined, undefined, undefined, []]);
  });

  test("holes stay holes", () => {
    const event = parse("Mar 10 06:55:46 h sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=");
    expect([event.action, event.user, event.source, event.tty]).toEqual(["authentication_failed", undefined, undefined, undefined]);
  });
});

describe("auditd's records of one event", () => {
  const id = "msg=audit(1791187200.418:77)";
  const lines = [
    `type=SYSCALL ${id}: arch=c000003e syscall=87 success=yes exit=0 a0=1 items=2 pid=9 auid=1000 uid=0 tty=pts0 ses=4 comm="rm" exe="/usr/bin/rm" key="del"`,
    `type=CWD ${id}: cwd="/var/log"`,
    `type=PATH ${id}: item=0 name="/var/log/" inode=1 nametype=PARENT`,
    `type=PATH ${id}: item=1 name=2F7661722F6C6F672F6120622E6C6F67 inode=2 nametype=DELETE`,
    `type=PROCTITLE ${id}: proctitle=726D0061`,
  ];
  test("are one event, whatever lies between them", () => {
    const joiner = new AuditJoiner();
    const other = "type=SERVICE_STOP msg=audit(1791187200.500:78): pid=1 uid=0 auid=4294967295 ses=4294967295 msg='unit=auditd comm=\"systemd\" exe=\"/lib/systemd/systemd\" res=success'";
    const all = [lines[0]!, other, ...lines.slice(1), `type=EOE ${id}: `].flatMap((line) => joiner.push(parse(line)));
    const rest = joiner.flush();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ action: "file_deleted", object: "/var/log/a b.log", SYSCALL: "unlink", cwd: "/var/log", CommandLine: "rm a", Image: "/usr/bin/rm", recordTypes: ["SYSCALL", "CWD", "PATH", "PATH", "PROCTITLE"] });
    expect(matrixRowsOf(all[0]!)).toContain("audit-file-changes");
    expect(rest).toMatchObject([{ action: "service_stopped", serviceName: "auditd" }]);
  });

  test("a command keeps its words, also those written in hexadecimal", () => {
    const joined = joinAuditRecords([`type=SYSCALL ${id}: arch=c000003e syscall=59 success=yes uid=0 exe="/bin/sh"`, `type=EXECVE ${id}: argc=3 a0="sh" a1="-c" a2=6563686F2068C3BC`].map(parse));
    expect(joined).toMatchObject({ action: "command_run", CommandLine: "sh -c echo hü", arguments: ["sh", "-c", "echo hü"] });
  });

  test("of more open events than are kept, the oldest is told early", () => {
    const joiner = new AuditJoiner();
    const told = Array.from({ length: 400 }, (_, at) => joiner.push(parse(`type=SYSCALL msg=audit(1791187200.418:${at}): syscall=1`))).flat();
    expect([told.length, joiner.flush().length]).toEqual([144, 256]);
  });
});

test("OCSF's names hold what it has a place for, and nothing is lost", () => {
  const told = toOcsf(parse("Mar 10 06:55:46 h sshd[9]: Failed password for root from 192.0.2.1 port 56502 ssh2"));
  expect(told).toMatchObject({
    class_uid: 3002, category_uid: 3, activity_id: 1, type_uid: 300_201, status_id: 2, time: Date.parse("2026-03-10T06:55:46Z"),
    metadata: { version: "1.8.0" }, src_endpoint: { ip: "192.0.2.1", port: 56_502 }, actor: { user: { name: "root" }, process: { pid: 9 } }, unmapped: { action: "authentication_failed", format: "sshd" },
  });
});

test.each([
  [{ action: "request_served", method: "get", statusCode: 404, bytes: 12, path: "/a" }, { class_uid: 4002, activity_id: 3, type_uid: 400_203, http_response: { code: 404 }, traffic: { bytes: 12 }, http_request: { url: { path: "/a" } } }],
  [{ action: "mail_accepted", attachments: ["a.pdf", "b.zip"], bytes: 9 }, { class_uid: 4009, email: { files: [{ name: "a.pdf" }, { name: "b.zip" }], size: 9 } }],
  [{ action: "command_run", CommandLine: "id", targetUser: "root", targetUid: 0 }, { class_uid: 1007, process: { cmd_line: "id", user: { name: "root", uid: "0" } } }],
  [{ action: "data_inserted", object: "orders", rowCount: 3 }, { class_uid: 6005, activity_id: 5, table: { name: "orders" }, unmapped: { rowCount: 3 } }],
  [{ action: "file_deleted", object: "/etc/x", sourceIp: "192.0.2.1" }, { class_uid: 1001, file: { path: "/etc/x" }, unmapped: { sourceIp: "192.0.2.1" } }],
  [{ action: "data_exported", statusCode: 7, errorCode: "E7" }, { activity_id: 99, activity_name: "data_exported", status_code: "7", unmapped: { errorCode: "E7" } }],
])("%o stands where its class has a place, and what has none is kept by our name", (event, expected) => {
  expect(toOcsf(event)).toMatchObject(expected);
});
