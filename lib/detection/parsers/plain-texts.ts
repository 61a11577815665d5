import type { LogEvent } from "../fields.ts";
import type { Logsource } from "../sigma/rule.ts";

/**
 * What is known, without reading them, of a program's lines that begin `Mmm dd hh:mm:ss host program[pid]: ` and hold
 * printable ASCII without backslashes. Whoever changes a parser of one of these programs says here what its fields are
 * made of; `plain-texts.test.ts` and the oracle tests hold the two together. Fields that are not named are never there.
 */
export type PlainText = {
  /** As the line spells it. */
  readonly program: string;
  readonly logsource: Logsource;
  /** Fields whose value, if they are there, is a stretch of the line, but for the case of letters. */
  readonly stretches: ReadonlySet<string>;
  /** Eight characters in lower case: where they first stand in a lower-cased line, what stands behind them holds some stretches, `behindMarker`. Without them these are never there. */
  readonly marker: string | null;
  readonly behindMarker: ReadonlySet<string>;
  /** Fields whose value is one of few. */
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** Fields that only reading tells. */
  readonly made: ReadonlySet<string>;
};

type Field = keyof LogEvent;

/** Of the header, and what PAM writes under the program's name. */
const STRETCHES: readonly Field[] = ["line", "message", "host", "program", "pid", "user", "targetUser", "source", "sourceIp", "sourceHost", "tty", "uid", "targetUid", "pamModule", "pamService", "pamType"];
const MADE: readonly Field[] = ["time", "timeSource", "category", "action", "outcome", "detail", "userUnknown", "repeatCount"];

type Parts = { readonly stretches: readonly Field[]; readonly made?: readonly Field[]; readonly marker?: string; readonly behindMarker?: readonly Field[] };

function plainText(program: string, { stretches, made = [], marker, behindMarker = [] }: Parts): PlainText {
  return {
    program,
    logsource: { product: "linux", service: program },
    stretches: new Set([...STRETCHES, ...stretches, ...behindMarker]),
    marker: marker ?? null,
    behindMarker: new Set(behindMarker),
    words: new Map([["product", ["linux"]], ["service", [program]], ["format", [program, "pam"]], ["parsed", ["true"]]]),
    made: new Set([...MADE, ...made]),
  };
}

export const PLAIN_TEXTS: readonly PlainText[] = [
  plainText("sshd", { stretches: ["sourcePort", "serviceName"], made: ["authMethod"] }),
  plainText("sudo", { stretches: ["workingDirectory", "targetGroup"], marker: "command=", behindMarker: ["command", "CommandLine", "Image"] }),
];
