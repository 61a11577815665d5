import type { LogEvent } from "../fields.ts";
import type { Logsource } from "../sigma/rule.ts";
import { isSudoCommand } from "./privileges.ts";

/** Which part of a line a field is: what stands behind the program's marker, or the first word of it. */
export type PlainPart = "behind" | "word";

/**
 * What is known, without reading them, of a program's lines that begin `Mmm dd hh:mm:ss host program[pid]: `, with a time that every year has, and hold
 * printable ASCII without backslashes. Whoever changes a parser of one of these programs says here what its fields are
 * made of; `text-sieve.test.ts` and the oracle tests hold the two together. Fields that are not named are never there.
 */
export type PlainText = {
  /** As the line spells it. */
  readonly program: string;
  readonly logsource: Logsource;
  /** Fields whose value, if they are there, is a stretch of the line, but for the case of letters. */
  readonly stretches: ReadonlySet<string>;
  /** Ends with eight letters or signs, which stand in no line of another meaning before it; null: the program has none. */
  readonly marker: string | null;
  /** Fields that are parts of what stands behind the marker. Without it they are never there. */
  readonly parts: ReadonlyMap<string, PlainPart>;
  /** Whether the parts of a line with the marker are its fields, and its category is `partsCategory`; else reading tells. */
  readonly hasParts: (line: string, messageStart: number, behindStart: number) => boolean;
  readonly partsCategory: string;
  /** Fields whose value is one of few. */
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** Fields whose value is one of few, each with texts, in lower case, of which the line holds one if it has that value. */
  readonly verdicts: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** Fields that only reading tells. */
  readonly made: ReadonlySet<string>;
};

type Field = keyof LogEvent;
type Verdicts = { readonly [field in Field]?: { readonly [value: string]: readonly string[] } };

/** Of the header, and what PAM writes under the program's name. */
const STRETCHES: readonly Field[] = ["line", "message", "host", "program", "pid", "user", "targetUser", "source", "sourceIp", "sourceHost", "tty", "uid", "targetUid", "pamModule", "pamService", "pamType"];
const MADE: readonly Field[] = ["time", "detail", "repeatCount"];
const PAM = ["pam"];
const PAM_ACTIONS: { readonly [value: string]: readonly string[] } = {
  authentication_failed: ["authentication failure"],
  session_opened: ["session opened for user "],
  session_closed: ["session closed for user "],
  password_changed: ["password changed for "],
  authentication_limit_exceeded: ["tally ", "has expired", "locked"],
  user_not_allowed: ["access denied for user "],
};
const PAM_FAILURES = ["authentication failure", "tally ", "has expired", "locked", "access denied for user ", "conversation failed", "could not identify password"];
const PAM_SUCCESSES = ["session opened for user ", "session closed for user ", "password changed for "];

const NO_PARTS: Pick<PlainText, "marker" | "parts" | "hasParts" | "partsCategory"> = { marker: null, parts: new Map(), hasParts: () => false, partsCategory: "" };

type Described = { readonly stretches: readonly Field[]; readonly made?: readonly Field[]; readonly verdicts: Verdicts; readonly behind?: typeof NO_PARTS };

function plainText(program: string, { stretches, made = [], verdicts, behind = NO_PARTS }: Described): PlainText {
  return {
    program,
    logsource: { product: "linux", service: program },
    stretches: new Set([...STRETCHES, ...stretches]),
    ...behind,
    words: new Map([["product", ["linux"]], ["service", [program]], ["format", [program, "pam"]], ["parsed", ["true"]], ["timeSource", ["year_assumed"]]]),
    verdicts: new Map(Object.entries(verdicts).map(([field, values]) => [field, new Map(Object.entries(values))])),
    made: new Set([...MADE, ...made]),
  };
}

const SSHD_UNKNOWN = ["nvalid user ", "llegal user ", "user unknown"];
const REMOTE_FAULTS = ["did not receive identification", "bad protocol version", "magic value check", "unable to negotiate", "banner exchange", "timeout before auth", "ssh_dispatch_run_fatal", "kex_exchange_ident", "no matching ", "bad packet", "corrupted", "bad client public dh value", "protocol"];
const SSHD_ENDINGS = ["connection closed", "connection reset", "disconnect", "read error from remote", "write failed: "];

const SSHD_ACTIONS: { readonly [value: string]: readonly string[] } = {
  ...PAM_ACTIONS,
  authentication_succeeded: ["accepted "],
  authentication_failed: ["failed ", "authentication failure", "pam: "],
  invalid_user: ["nvalid user ", "llegal user "],
  authentication_limit_exceeded: [...PAM_ACTIONS["authentication_limit_exceeded"]!, "maximum authentication att", "too many authentication", "ignoring max retries"],
  user_not_allowed: [...PAM_ACTIONS["user_not_allowed"]!, " not allowed because ", "authentication refused: "],
  root_login_refused: ["root login refused"],
  break_in_attempt: ["reverse mapping checking", "does not map back"],
  connection_refused: ["refused connect from "],
  protocol_violation: REMOTE_FAULTS,
  connection_opened: ["connection from "],
  connection_closed: SSHD_ENDINGS,
  service_started: ["server listening on "],
  service_stopped: ["received signal 15"],
};

export const PLAIN_TEXTS: readonly PlainText[] = [
  plainText("sshd", {
    stretches: ["sourcePort", "serviceName"],
    made: ["authMethod", "category"],
    verdicts: {
      action: SSHD_ACTIONS,
      outcome: {
        success: ["accepted ", ...PAM_SUCCESSES],
        failure: [...PAM_FAILURES, "failed ", "pam: ", ...SSHD_UNKNOWN, "maximum authentication att", "too many authentication", "ignoring max retries", " not allowed because ", "authentication refused: ", "root login refused", "reverse mapping checking", "does not map back", "refused connect from ", ...REMOTE_FAULTS, "auth fail"],
      },
      userUnknown: { true: SSHD_UNKNOWN },
    },
  }),
  plainText("sudo", {
    stretches: ["workingDirectory", "targetGroup"],
    behind: { marker: "; COMMAND=", parts: new Map([["command", "behind"], ["CommandLine", "behind"], ["Image", "word"]]), hasParts: isSudoCommand, partsCategory: "process_creation" },
    verdicts: {
      category: { process_creation: [" : "], authentication: PAM, account: ["password changed for "] },
      action: { ...PAM_ACTIONS, command_run: [" : "], command_denied: [" : "] },
      outcome: { success: [" : ", ...PAM_SUCCESSES], failure: [" : ", ...PAM_FAILURES] },
      userUnknown: { true: ["user unknown"] },
    },
  }),
];
