import { KeyValue } from "#app/_ui/key-value.tsx";
import type { StandardFacts } from "#lib/standards/index.ts";

type Props = { standard: Omit<StandardFacts, "reference" | "version" | "title">; controlHref?: (code: string) => string };

/** What a version of a configuration standard says: the same for people and for auditors. */
export function StandardText({ standard: { systemType, types, checks, controlCodes, source, address, statement, logging, ends }, controlHref }: Props) {
  return (
    <div className="grid gap-4 pt-2">
      <KeyValue items={[
        { key: "System type", value: systemType },
        { key: "Starts from", value: source },
        { key: "Document", value: address === "" ? <span className="text-muted">stands here alone</span> : <a className="link break-all" href={address} rel="noreferrer noopener">{address}</a> },
        { key: "Resources of type", value: types.length === 0 ? <span className="text-muted">none that is collected</span> : <span className="mono break-words">{types.join(", ")}</span> },
        { key: "Held by", value: checks.length === 0 ? <span className="text-muted">no check: people look at it</span> : <span className="mono break-words">{checks.join(", ")}</span> },
        { key: "Serves", value: controlCodes.length === 0 ? <span className="text-muted">no control named</span> : controlCodes.map((code, at) => <span key={code}>{at === 0 ? "" : ", "}{controlHref === undefined ? code : <a className="link" href={controlHref(code)}>{code}</a>}</span>) },
      ]} />
      {ends ? <p>This version ends the standard: once it is approved, nothing is demanded by it.</p> : null}
      <div className="grid max-w-[72ch] gap-1"><h3 className="font-semibold">What it demands</h3><p className="text-base whitespace-pre-line wrap-anywhere">{statement}</p></div>
      <div className="grid max-w-[72ch] gap-1"><h3 className="font-semibold">How such a system logs</h3><p className="text-base whitespace-pre-line wrap-anywhere">{logging}</p></div>
    </div>
  );
}
