import { describe, expect, test } from "vitest";
import type { LogEvent } from "../fields.ts";
import { parseLine } from "./parse-line.ts";

const reference = { referenceTimeMs: Date.parse("2025-03-10T12:00:00Z"), zoneOffsetMinutes: 0 };
const parse = (line: string) => parseLine(line, reference);

describe("times", () => {
  const timeOf = (line: string, zoneOffsetMinutes = 0) => {
    const { time, timeSource } = parseLine(line, { ...reference, zoneOffsetMinutes });
    return [time, timeSource];
  };
  test.each([
    ["Mar 10 06:55:46 h sshd[1]: x", "2025-03-10T06:55:46.000Z", "year_assumed"],
    ["Mar 11 06:55:46 h sshd[1]: x", "2025-03-11T06:55:46.000Z", "year_assumed"],
    ["Mar 12 06:55:46 h sshd[1]: x", "2024-03-12T06:55:46.000Z", "year_assumed"],
    ["Dec 31 23:59:59 h sshd[1]: x", "2024-12-31T23:59:59.000Z", "year_assumed"],
    ["Feb 29 10:00:00 h sshd[1]: x", "2024-02-29T10:00:00.000Z", "year_assumed"],
    ["Jun  1 22:20:05 h kernel: x", "2024-06-01T22:20:05.000Z", "year_assumed"],
    ["2015 Nov 13 13:40:01 ether rsyslogd-2177: x", "2015-11-13T13:40:01.000Z", "zone_assumed"],
    ["2023-11-14T00:20:42.738197+01:00 h sshd[1]: x", "2023-11-13T23:20:42.738Z", "stated"],
    ["2017-07-04*13:23:55 h sshd[1]: x", "2017-07-04T13:23:55.000Z", "zone_assumed"],
    ["2019-09-30T19:15:26.309Z h sshd[1]: x", "2019-09-30T19:15:26.309Z", "stated"],
    ["Sep 30, 2019 @ 15:15:26.309 h sshd[1]: x", "2019-09-30T15:15:26.309Z", "zone_assumed"],
    ["Feb 30 10:00:00 h sshd[1]: x", null, "invalid"],
    ["groupadd[1731]: new group: name=jim, GID=1001", null, "missing"],
  ])("%s", (line, time, source) => {
    expect(timeOf(line)).toEqual([time, source]);
  });

  test("a time without zone is read in the given zone", () => {
    expect(timeOf("Mar 10 06:55:46 h sshd[1]: x", 60)[0]).toBe("2025-03-10T05:55:46.000Z");
  });
});

describe("headers", () => {
  const header = (line: string) => {
    const { host, program, pid, message, facility, severity } = parse(line);
    return JSON.parse(JSON.stringify({ host, program, pid, message, facility, severity })) as unknown;
  };
  test.each<[string, unknown]>([
    ["Jun 14 15:16:01 combo sshd(pam_unix)[19939]: m", { host: "combo", program: "sshd", pid: 19939, message: "m" }],
    ["May 21 11:21:03 sshd[11179]: m", { program: "sshd", pid: 11179, message: "m" }],
    ["Jun 1 22:20:06 secserv exiting on signal 15", { host: "secserv", message: "exiting on signal 15" }],
    ["Jun 25 23:53:34 [sshd] User root", { program: "sshd", message: "User root" }],
    ["Jun 19 04:09:11 combo syslogd 1.4.1: restart.", { host: "combo", program: "syslogd", message: "restart." }],
    ["Jul  7 08:06:15 combo  -- root[2421]: ROOT LOGIN ON tty2", { host: "combo", program: "-- root", pid: 2421, message: "ROOT LOGIN ON tty2" }],
    ["<34>Oct 11 22:14:15 mymachine su: m: n", { host: "mymachine", program: "su", message: "m: n", facility: 4, severity: 2 }],
    ['<165>1 2003-10-11T22:14:15.003Z h.example evntslog 77 ID47 [a@1 k="]\\"v"][b@1] the message', { host: "h.example", program: "evntslog", pid: 77, message: "the message", facility: 20, severity: 5 }],
    ["<165>1 - - - - - - bare", { message: "bare", facility: 20, severity: 5 }],
    ["Git-99-sb-gprd sshd 3087 error: Received disconnect from port 39772:3: Auth fail [preauth]", { host: "Git-99-sb-gprd", program: "sshd", pid: 3087, message: "error: Received disconnect from port 39772:3: Auth fail [preauth]" }],
    ["Mar 1 10:00:00 fe80::1 sshd[2]: m", { host: "fe80::1", program: "sshd", pid: 2, message: "m" }],
  ])("%s", (line, expected) => {
    expect(header(line)).toEqual(expected);
  });

  test("a line without any header is kept whole, with a reason", () => {
    expect(parse("just some words")).toMatchObject({ parsed: false, reason: "no_header", message: "just some words", time: null });
    expect(parse("   ")).toMatchObject({ parsed: false, reason: "empty" });
    expect(parse("{broken")).toMatchObject({ parsed: false, reason: "invalid_json" });
  });

  test("a message too long for field extraction keeps its header and says so", () => {
    expect(parse(`Mar 10 06:55:46 h sshd[1]: ${"x".repeat(20_000)}`)).toMatchObject({ parsed: true, program: "sshd", reason: "message_too_long_for_fields" });
  });
});

describe("messages", () => {
  const cases: [string, Partial<LogEvent>][] = [
    ["h sshd[1]: Failed password for root from 192.0.2.1 port 56502 ssh2", { service: "sshd", action: "authentication_failed", outcome: "failure", user: "root", sourceIp: "192.0.2.1", sourcePort: 56502, authMethod: "password" }],
    ["h sshd-session[1]: Invalid user ftp from 192.0.2.2 port 37220", { service: "sshd", action: "invalid_user", user: "ftp", userUnknown: true, source: "192.0.2.2" }],
    ["combo sshd[24935]: Failed password for illegal user miha from ::ffff: port 55263 ss", { action: "authentication_failed", user: "miha", userUnknown: true, sourcePort: 55263 }],
    ["sshd[11179]: `Accepted password` for tanuki from port 58244 ssh2", { action: "authentication_succeeded", outcome: "success", user: "tanuki", sourcePort: 58244 }],
    ["sshd[43456]: `Failed password` for root from port37632 ssh2", { action: "authentication_failed", user: "root", sourcePort: 37632 }],
    ["h sshd[1]: Failed password for root from ::ffff:192.0.2.9 port 1 ssh2", { sourceIp: "192.0.2.9" }],
    ["h sshd[1]: Failed password for invalid user x from 1.2.3.4 port 5 ssh2 from 192.0.2.7 port 6 ssh2", { user: "x from 1.2.3.4 port 5 ssh2", sourceIp: "192.0.2.7" }],
    ["h sshd[1]: message repeated 5 times: [ Failed password for root from 192.0.2.3 port 42393 ssh2]", { action: "authentication_failed", repeatCount: 5, sourceIp: "192.0.2.3" }],
    ["h sshd[1]: reverse mapping checking getaddrinfo for a.example [192.0.2.4] failed - POSSIBLE BREAK-IN ATTEMPT!", { action: "break_in_attempt", sourceIp: "192.0.2.4" }],
    ["combo sshd(pam_unix)[3533]: authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=host.example  user=root", { format: "pam", action: "authentication_failed", user: "root", sourceHost: "host.example", pamService: "sshd" }],
    ["h sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.5", { format: "pam", pamType: "auth", sourceIp: "192.0.2.5" }],
    ["h su: pam_unix(su:auth): authentication failure; logname=mike uid=1000 euid=0 tty=pts/1 ruser=mike rhost=  user=root", { action: "authentication_failed", user: "mike", targetUser: "root" }],
    ["h sudo: mike : TTY=pts/2 ; PWD=/home/mike ; USER=root ; COMMAND=/bin/a ; b", { action: "command_run", user: "mike", targetUser: "root", command: "/bin/a ; b", workingDirectory: "/home/mike" }],
    ["h sudo: eve : user NOT in sudoers ; TTY=pts/2 ; PWD=/ ; USER=root ; COMMAND=/bin/sh", { action: "command_denied", outcome: "failure", detail: "user NOT in sudoers" }],
    ["sudo: pam_unix(sudo:session): session opened for user root by mike(uid=1000)", { action: "session_opened", user: "mike", uid: 1000, targetUser: "root" }],
    ["groupadd[1731]: group added to /etc/gshadow: name=jim", { action: "group_changed", targetGroup: "jim" }],
    ["useradd[1735]: new user: name=jim, UID=1001, GID=1001, home=/home/jim, shell=/bin/bash", { action: "user_created", targetUser: "jim", targetUid: 1001, shell: "/bin/bash" }],
    ["h usermod[5]: add 'jim' to group 'sudo'", { action: "group_member_added", targetUser: "jim", targetGroup: "sudo" }],
    ["passwd[1742]: pam_unix(passwd:chauthtok): password changed for jim", { category: "account", action: "password_changed", targetUser: "jim" }],
    ["passwd[1742]: gkr-pam: couldn't update the login keyring password: no old password was entered", { action: "password_change_failed" }],
    ["chfn[1743]: changed user 'jim' information", { action: "user_information_changed", targetUser: "jim" }],
    ["h userdel[9]: delete user 'jim'", { action: "user_removed", targetUser: "jim" }],
    ["sys1 crontab[20601]: (root) REPLACE (root)", { service: "cron", action: "crontab_replaced", user: "root", targetUser: "root" }],
    ["h CRON[7]: (root) CMD (run-parts /etc/cron.hourly)", { service: "cron", action: "cron_job_run", command: "run-parts /etc/cron.hourly" }],
    ["secserv kernel: Kernel logging (proc) stopped.", { action: "kernel_logging_stopped" }],
    ["secserv exiting on signal 15", { action: "logging_stopped" }],
    ["combo kernel: audit(1138278089.855:0): avc:  denied  { read write } for  pid=1 exe=/sbin/init name=initctl scontext=a:b:c tcontext=d:e:f tclass=fifo_file", { action: "access_denied_by_policy", avcPermissions: "read write", avcClass: "fifo_file", command: "/sbin/init" }],
    ["combo xinetd[2013]: Service telnet failed to start and is deactivated.", { action: "service_start_failed", serviceName: "telnet" }],
    ["combo spamassassin: spamd startup succeeded", { action: "service_started", serviceName: "spamd" }],
    ["combo sendmail: sm-client shutdown succeeded", { action: "service_stopped", serviceName: "sm-client" }],
    ["combo network: Setting network parameters: succeeded", { action: "network_configured" }],
    ["combo ftpd[1]: connection from 192.0.2.6 () at Fri Jun 17 07:07:00 2005", { action: "connection_opened", sourceIp: "192.0.2.6" }],
  ];
  test.each(cases)("%s", (line, expected) => {
    expect(parse(`Mar 10 06:55:46 ${line}`)).toMatchObject(expected);
  });

  test("a message with CR or U+2028 inside is read whole", () => {
    expect(parse("Mar 10 06:55:46 h sudo: mike : TTY=a ; PWD=/ ; USER=root ; COMMAND=/bin/x\u2028y\rz").command).toBe("/bin/x\u2028y\rz");
  });

  test("a JSON record keeps its own fields and time, and tells its log source", () => {
    expect(parse('{"eventTime":"2024-01-02T03:04:05Z","eventSource":"iam.amazonaws.com","userIdentity":{"type":"Root"}}')).toMatchObject({
      time: "2024-01-02T03:04:05.000Z", product: "aws", service: "cloudtrail", userIdentity: { type: "Root" }, user: "root", format: "cloudtrail",
    });
  });
});
