import type { MessageFields } from "../fields.ts";
import { numberField, readPairs, textField } from "./shapes.ts";

/** `denied { read write } for pid=1 exe=/sbin/init name=initctl ... scontext=.. tcontext=.. tclass=..`, after `avc: `. */
export function avcFields(text: string): MessageFields | null {
  const found = /^ *(denied|granted) +\{ *([^}]*?) *\}(.*)$/s.exec(text);
  if (found === null) return null;
  const pairs = readPairs(found[3]!);
  const command = pairs.get("exe") ?? pairs.get("comm");
  return {
    category: "access",
    action: "access_denied_by_policy",
    outcome: found[1] === "denied" ? "failure" : "success",
    avcPermissions: found[2]!,
    ...textField("avcSource", pairs.get("scontext")),
    ...textField("avcTarget", pairs.get("tcontext")),
    ...textField("avcClass", pairs.get("tclass")),
    ...textField("command", command),
    ...textField("detail", pairs.get("name")),
    ...textField("object", pairs.get("path") ?? pairs.get("name")),
    ...numberField("pid", pairs.get("pid")),
  };
}
