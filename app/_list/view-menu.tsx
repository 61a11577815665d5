"use client";
import { useState } from "react";
import Link from "next/link";
import { Menu } from "@base-ui/react/menu";
import { Check, ChevronDown } from "lucide-react";
import type { FormState } from "#app/_edge/form-state.ts";
import { buttonClass } from "#app/_ui/button.tsx";
import type { ViewFilter } from "#lib/views/client.ts";
import { EditView, SaveView } from "./view-dialogs.tsx";

type Act<Answer = undefined> = (previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;
export type ViewActions = { save: Act<string>; rename: Act; update: Act; share: Act; start: Act; remove: Act };
export type ViewChoice = { id: string; name: string; /** Null for one's own. */ owner: string | null; shared: boolean; href: string };
export type CurrentView = { id: string; changed: boolean; starts: boolean; mayChange: boolean };
/** What a view saved now would hold. */
export type ViewContent = { filters: readonly ViewFilter[]; columns: readonly string[] };

type Props = { list: string; title: string; allHref: string; views: readonly ViewChoice[]; current: CurrentView | undefined; content: ViewContent; mayShare: boolean; actions: ViewActions };

// Inside main, so that the menu lies within a landmark like the button that opens it.
const pagePlace = { get current() { return document.getElementById("content"); } };

/** The views of a list: each an address, so that it can be sent to somebody. What is on screen can become one. */
export function ViewMenu({ list, title, allHref, views, current, content, mayShare, actions }: Props) {
  const [dialog, setDialog] = useState<"save" | "edit" | null>(null);
  const open = views.find((view) => view.id === current?.id);
  const close = (): void => setDialog(null);
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className={`${buttonClass()} max-w-full`}>
          <span className="truncate">{open === undefined ? "Views" : open.name}</span>
          {current?.changed === true ? <span className="font-normal text-muted">changed</span> : null}
          <ChevronDown aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal container={pagePlace}>
          <Menu.Positioner sideOffset={4} align="end" className="z-20">
            <Menu.Popup className="layer menu">
              <ViewLink href={allHref} current={current === undefined}>All: {title.toLowerCase()}</ViewLink>
              <ViewGroup label="Yours" views={views.filter((view) => view.owner === null)} currentId={current?.id} />
              <ViewGroup label="Shared with the organization" views={views.filter((view) => view.owner !== null)} currentId={current?.id} />
              <Menu.Separator className="my-1 border-t border-line-soft" />
              <Menu.Item className="menu-item pl-7" onClick={() => setDialog("save")}>Save as a view…</Menu.Item>
              {open === undefined ? null : <Menu.Item className="menu-item pl-7" onClick={() => setDialog("edit")}>Edit “{open.name}”…</Menu.Item>}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <SaveView list={list} content={content} action={actions.save} open={dialog === "save"} onClose={close} />
      {open === undefined || current === undefined ? null : <EditView list={list} view={open} current={current} content={content} mayShare={mayShare} actions={actions} open={dialog === "edit"} onClose={close} />}
    </>
  );
}

function ViewGroup({ label, views, currentId }: { label: string; views: readonly ViewChoice[]; currentId: string | undefined }) {
  if (views.length === 0) return null;
  return (
    <Menu.Group>
      <Menu.GroupLabel className="px-2 pt-2 pb-1 text-xs text-muted">{label}</Menu.GroupLabel>
      {views.map((view) => (
        <ViewLink key={view.id} href={view.href} current={view.id === currentId}>
          {view.name}
          {view.owner === null ? (view.shared ? <span className="text-muted"> shared</span> : null) : <span className="text-muted"> {view.owner}</span>}
        </ViewLink>
      ))}
    </Menu.Group>
  );
}

function ViewLink({ href, current, children }: { href: string; current: boolean; children: React.ReactNode }) {
  return (
    <Menu.LinkItem closeOnClick className="menu-item" render={<Link prefetch={false} href={href} scroll={false} aria-current={current ? "true" : undefined} />}>
      <span className="w-4 flex-none">{current ? <Check aria-hidden="true" className="size-3.5" strokeWidth={1.75} /> : null}</span>
      <span className="min-w-0 flex-1 break-words">{children}</span>
    </Menu.LinkItem>
  );
}
