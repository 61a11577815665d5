import type { EventAction } from "../fields.ts";

/** Numbers of record types, as the kernel writes them where no auditd listens (linux/audit.h and libaudit.h). */
export const RECORD_TYPES: { readonly [number: string]: string } = {
  "1100": "USER_AUTH", "1101": "USER_ACCT", "1102": "USER_MGMT", "1103": "CRED_ACQ", "1104": "CRED_DISP", "1105": "USER_START", "1106": "USER_END",
  "1107": "USER_AVC", "1108": "USER_CHAUTHTOK", "1109": "USER_ERR", "1110": "CRED_REFR", "1111": "USYS_CONFIG", "1112": "USER_LOGIN", "1113": "USER_LOGOUT",
  "1114": "ADD_USER", "1115": "DEL_USER", "1116": "ADD_GROUP", "1117": "DEL_GROUP", "1123": "USER_CMD", "1127": "SYSTEM_BOOT", "1128": "SYSTEM_SHUTDOWN",
  "1129": "SYSTEM_RUNLEVEL", "1130": "SERVICE_START", "1131": "SERVICE_STOP", "1132": "GRP_MGMT", "1133": "GRP_CHAUTHTOK", "1200": "DAEMON_START",
  "1201": "DAEMON_END", "1202": "DAEMON_ABORT", "1203": "DAEMON_CONFIG", "1206": "DAEMON_ACCEPT", "1300": "SYSCALL", "1302": "PATH", "1305": "CONFIG_CHANGE",
  "1306": "SOCKADDR", "1307": "CWD", "1309": "EXECVE", "1320": "EOE", "1325": "NETFILTER_CFG", "1326": "SECCOMP", "1327": "PROCTITLE", "1330": "KERN_MODULE",
  "1400": "AVC", "1403": "MAC_POLICY_LOAD", "1404": "MAC_STATUS", "1405": "MAC_CONFIG_CHANGE", "1700": "ANOM_PROMISCUOUS", "1701": "ANOM_ABEND",
};

/** What a record of a type tells by itself. Types that are parts of an event (SYSCALL, PATH, CWD, ...) are told when they are joined. */
export const TYPE_ACTIONS: { readonly [type: string]: EventAction } = {
  USER_AUTH: "authentication_succeeded",
  USER_LOGIN: "authentication_succeeded",
  USER_ACCT: "authentication_succeeded",
  USER_START: "session_opened",
  USER_END: "session_closed",
  USER_LOGOUT: "session_closed",
  USER_CHAUTHTOK: "password_changed",
  GRP_CHAUTHTOK: "group_changed",
  USER_MGMT: "user_changed",
  GRP_MGMT: "group_changed",
  ADD_USER: "user_created",
  DEL_USER: "user_removed",
  ADD_GROUP: "group_created",
  DEL_GROUP: "group_removed",
  USER_CMD: "command_run",
  SERVICE_START: "service_started",
  SERVICE_STOP: "service_stopped",
  SYSTEM_BOOT: "system_started",
  SYSTEM_SHUTDOWN: "system_stopped",
  DAEMON_START: "logging_started",
  DAEMON_RESUME: "logging_started",
  DAEMON_END: "logging_stopped",
  DAEMON_ABORT: "logging_stopped",
  DAEMON_CONFIG: "security_settings_changed",
  CONFIG_CHANGE: "security_settings_changed",
  USYS_CONFIG: "security_settings_changed",
  NETFILTER_CFG: "network_configured",
  MAC_STATUS: "security_settings_changed",
  MAC_POLICY_LOAD: "security_settings_changed",
  MAC_CONFIG_CHANGE: "security_settings_changed",
  ANOM_PROMISCUOUS: "network_configured",
  ANOM_ABEND: "application_failed",
  AVC: "access_denied_by_policy",
  USER_AVC: "access_denied_by_policy",
  ACCT_LOCK: "user_changed",
  ACCT_UNLOCK: "user_changed",
  ANOM_ADD_ACCT: "user_created",
  ANOM_DEL_ACCT: "user_removed",
  ANOM_MOD_ACCT: "user_changed",
  ANOM_LOGIN_FAILURES: "authentication_limit_exceeded",
  SOFTWARE_UPDATE: "package_installed",
};

/** What the action becomes where the record says that it failed. */
export const FAILED_ACTIONS: { readonly [action: string]: EventAction } = {
  authentication_succeeded: "authentication_failed",
  session_opened: "authentication_failed",
  password_changed: "password_change_failed",
  user_created: "account_change_failed",
  user_removed: "account_change_failed",
  user_changed: "account_change_failed",
  group_created: "account_change_failed",
  group_removed: "account_change_failed",
  group_changed: "account_change_failed",
  command_run: "command_denied",
  service_started: "service_start_failed",
  service_stopped: "service_stop_failed",
  logging_started: "logging_stopped",
};

/** Calls that rules and the logging matrix ask for, by number, of 64-bit x86 and ARM. Others keep their number alone. */
const X86_64: { readonly [number: string]: string } = {
  "2": "open", "9": "mmap", "41": "socket", "42": "connect", "43": "accept", "44": "sendto", "49": "bind", "50": "listen", "56": "clone", "59": "execve", "62": "kill",
  "76": "truncate", "77": "ftruncate", "82": "rename", "83": "mkdir", "84": "rmdir", "85": "creat", "86": "link", "87": "unlink", "88": "symlink", "90": "chmod",
  "91": "fchmod", "92": "chown", "93": "fchown", "94": "lchown", "101": "ptrace", "105": "setuid", "106": "setgid", "132": "utime", "159": "adjtimex", "164": "settimeofday",
  "165": "mount", "166": "umount2", "170": "sethostname", "175": "init_module", "176": "delete_module", "188": "setxattr", "197": "removexattr", "227": "clock_settime",
  "257": "openat", "258": "mkdirat", "260": "fchownat", "263": "unlinkat", "264": "renameat", "265": "linkat", "266": "symlinkat", "268": "fchmodat", "288": "accept4",
  "310": "process_vm_readv", "311": "process_vm_writev", "313": "finit_module", "316": "renameat2", "319": "memfd_create", "321": "bpf", "322": "execveat",
};
const AARCH64: { readonly [number: string]: string } = {
  "34": "mkdirat", "35": "unlinkat", "36": "symlinkat", "37": "linkat", "38": "renameat", "40": "mount", "39": "umount2", "45": "truncate", "46": "ftruncate", "52": "fchmod",
  "53": "fchmodat", "54": "fchownat", "55": "fchown", "56": "openat", "105": "init_module", "106": "delete_module", "112": "clock_settime", "117": "ptrace", "129": "kill",
  "146": "setuid", "161": "sethostname", "170": "settimeofday", "171": "adjtimex", "198": "socket", "200": "bind", "201": "listen", "202": "accept", "203": "connect",
  "206": "sendto", "220": "clone", "221": "execve", "273": "finit_module", "276": "renameat2", "280": "bpf", "281": "execveat",
};

/** The name of a system call; undefined where the architecture or the number is none of those. */
export function syscallName(arch: string | undefined, number: string | undefined): string | undefined {
  if (number === undefined || !/^\d+$/.test(number)) return number;
  const table = arch === "c000003e" || arch === "x86_64" ? X86_64 : arch === "c00000b7" || arch === "aarch64" ? AARCH64 : {};
  return Object.hasOwn(table, number) ? table[number] : undefined;
}
