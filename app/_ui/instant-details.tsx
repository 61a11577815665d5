"use client";
import { Popover } from "@base-ui/react/popover";
import { CopyButton } from "./copy-button.tsx";
import { formatInstant, instantDetails } from "./format-time.ts";
import type { TimestampProps } from "./timestamp.tsx";

/** An instant as a button that shows it in the local zone, in UTC and as ISO, each to copy. */
export function InstantDetails({ at, zone, show = "minute", relative }: TimestampProps) {
  const details = instantDetails(at, zone);
  const rows = [["Local", details.local], ["UTC", details.utc], ["ISO", details.iso]] as const;
  return (
    <Popover.Root>
      <Popover.Trigger className="dotted-button">
        <time dateTime={details.iso}>{formatInstant(at, zone, show)}</time>
      </Popover.Trigger>
      {relative === undefined ? null : <span className="text-muted"> {relative}</span>}
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-20">
          <Popover.Popup className="layer p-3" aria-label="This instant">
            <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1">
              {rows.map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="text-muted">{name}</dt>
                  <dd className={name === "ISO" ? "mono" : "num"}>{value}</dd>
                  <dd><CopyButton value={value} label={`Copy ${name}: ${value}`} /></dd>
                </div>
              ))}
            </dl>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
