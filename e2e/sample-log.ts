const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** What a small log of one host holds, so that a test can count. */
export type SampleLog = { host: string; address: string; intruder: string; text: string; lines: number; notUnderstood: number };

/**
 * Yesterday's log of an invented host: ordinary sign-ins, ten passwords refused to one address (RFC 5737), one refused
 * sudo, one new account, and one line that is no log line.
 */
export function sampleLog(host: string, address: string): SampleLog {
  const day = new Date(Date.now() - 86_400_000);
  const date = `${MONTHS[day.getUTCMonth()] ?? ""} ${String(day.getUTCDate()).padStart(2)}`;
  const intruder = `guest-${host}`;
  const refused = Array.from({ length: 10 }, (_, at) => `02:1${at}:00 ${host} sshd[${900 + at}]: Failed password for root from ${address} port ${4000 + at} ssh2`);
  const ordinary = Array.from({ length: 20 }, (_, at) => `0${Math.floor(at / 4)}:${String((at % 4) * 15).padStart(2, "0")}:01 ${host} CRON[${2000 + at}]: (root) CMD (/usr/lib/sysstat/sa1 1 1)`);
  const single = [
    `05:30:00 ${host} sudo: ${intruder} : user NOT in sudoers ; TTY=pts/0 ; PWD=/tmp ; USER=root ; COMMAND=/bin/cat /etc/shadow`,
    `05:40:00 ${host} useradd[4410]: new user: name=${intruder}, UID=1007, GID=1007, home=/home/x, shell=/bin/bash`,
  ];
  const stamped = [...refused, ...ordinary, ...single].sort().map((line) => `${date} ${line}`);
  const text = `${[...stamped, "~~~~ this is no line of a log ~~~~"].join("\n")}\n`;
  return { host, address, intruder, text, lines: stamped.length + 1, notUnderstood: 1 };
}
