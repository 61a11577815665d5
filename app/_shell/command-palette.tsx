"use client";
import { useState } from "react";
import Link from "next/link";
import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { FaultSign } from "#app/_evidence/fault-sign.tsx";
import { KeyNames } from "#app/_keys/key-names.tsx";
import { SHORTCUTS } from "#app/_keys/shortcut-list.ts";
import { Kbd } from "#app/_ui/kbd.tsx";
import type { Command, CommandAct } from "./command.ts";
import { NavIcon } from "./nav-icon.tsx";
import { kindLabel, paletteGroups, type PaletteGroup, type PaletteItem } from "./palette-groups.ts";
import { keepRecent, readRecent } from "./recent-commands.ts";
import { useRecordSearch, type RecordSearch } from "./use-record-search.ts";

type PaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  commands: readonly Command[];
  /** The address below which records lie, and that of their search. */
  home: string;
  searchHref: string | undefined;
  onAct: (act: CommandAct) => void;
};

/** Goes to any page or record, and runs commands: a list under a field, by keys alone. Esc closes it where one was. */
export function CommandPalette({ open, onOpenChange, ...rest }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="veil" />
        <Dialog.Popup className="layer palette" aria-label="Search or run a command"><PaletteBody {...rest} onClose={() => onOpenChange(false)} /></Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ commands, home, searchHref, onAct, onClose }: Omit<PaletteProps, "open" | "onOpenChange"> & { onClose: () => void }) {
  const [text, setText] = useState("");
  const [recent] = useState(() => readRecent(home));
  // Once something was chosen no question is sent or waited for: signing out would have it refused.
  const [chosen, setChosen] = useState(false);
  const search = useRecordSearch(chosen ? undefined : searchHref, text);
  const groups = paletteGroups({ text, home, commands, records: search.records, recent });
  const choose = ({ command, code }: PaletteItem) => {
    setChosen(true);
    onClose();
    if ("act" in command) onAct(command.act);
    else keepRecent(home, { id: command.id, label: command.label, icon: command.icon, href: command.href, ...(code === undefined ? {} : { code }) });
  };
  return (
    <Autocomplete.Root open inline mode="none" items={groups} value={text} onValueChange={setText} itemToStringValue={(item: PaletteItem) => item.label} autoHighlight="always" keepHighlight>
      <div className="palette-field">
        <Search aria-hidden="true" className="size-4 flex-none text-muted" strokeWidth={1.5} />
        <Autocomplete.Input className="palette-input" aria-label="Search or run a command" placeholder="Code, name, or what to do" maxLength={100} />
        <Dialog.Close className="palette-close" aria-label="Close"><Kbd>Esc</Kbd></Dialog.Close>
      </div>
      <div className="palette-body" aria-busy={search.state === "waiting" || undefined}>
        <Autocomplete.List className="palette-list">
          {(group: PaletteGroup) => (
            <Autocomplete.Group key={group.value} items={group.items} className="palette-group">
              <Autocomplete.GroupLabel className="palette-label">{group.value}</Autocomplete.GroupLabel>
              <Autocomplete.Collection>{(item: PaletteItem) => <PaletteLine key={item.value} item={item} onChoose={() => choose(item)} />}</Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
        <Autocomplete.Status className="palette-status"><StatusText search={search} text={text.trim()} empty={groups.length === 0} /></Autocomplete.Status>
      </div>
      <p className="palette-foot" aria-hidden="true"><span><Kbd>↑</Kbd> <Kbd>↓</Kbd> choose</span><span><Kbd>Enter</Kbd> open</span><span><Kbd>Esc</Kbd> close</span></p>
    </Autocomplete.Root>
  );
}

function PaletteLine({ item, onChoose }: { item: PaletteItem; onChoose: () => void }) {
  const { command, label, code, note, fault, icon } = item;
  return (
    <Autocomplete.Item value={item} onClick={onChoose} className="palette-item" render={"href" in command ? <Link prefetch={false} href={command.href} /> : undefined}>
      <NavIcon name={icon} />
      {code === undefined ? null : <span className="mono palette-code">{code}</span>}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {note === undefined ? null : <span className="palette-note truncate">{note}</span>}
      {fault === undefined ? null : <span className="palette-fault"><FaultSign fault={fault} /></span>}
      {command.shortcut === undefined ? null : <span className="palette-keys"><KeyNames keys={SHORTCUTS[command.shortcut].keys} /></span>}
    </Autocomplete.Item>
  );
}

/** What a person who does not see the list must hear, and what everybody must know of an answer that is none or not whole. */
function StatusText({ search, text, empty }: { search: RecordSearch; text: string; empty: boolean }) {
  if (search.state === "failed") {
    return <p className="palette-message">Records could not be searched. Pages and commands are unaffected.{search.requestId === null ? null : <> Request <span className="mono">{search.requestId}</span>.</>} Type on to try again.</p>;
  }
  if (search.state === "waiting") return empty ? <p className="palette-message loading-rows">Searching records</p> : null;
  if (search.partly.length > 0) return <p className="palette-message">Only the newest of {search.partly.map(kindLabel).join(", ").toLowerCase()} were looked through. Add a word or a code.</p>;
  if (empty) return <p className="palette-message">Nothing is called “{text}”. What you write is held against codes and the beginnings of words: SYS.2, EV-12, audit log.</p>;
  return text === "" ? null : <p className="sr-only">{search.records.length === 1 ? "1 record" : `${search.records.length} records`}</p>;
}
