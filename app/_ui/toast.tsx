"use client";
import { useCallback, type ReactNode } from "react";
import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { Tone } from "#lib/status/client.ts";
import { Glyph } from "./glyph.tsx";

// Long enough to read and to reach Undo; hovering or focusing a toast stops the clock.
const SHOWN_FOR_MS = 8000;

export type ToastMessage = { title: string; description?: string; tone?: Tone; undo?: () => void };
type ToastData = { tone: Tone };

/** Holds the toasts of the whole product; stands once, in the root layout. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={SHOWN_FOR_MS} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts"><ToastList /></Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

/** Announces a result. `undo` for edits that can be taken back. */
export function useToast(): (message: ToastMessage) => void {
  const { add, close } = Toast.useToastManager<ToastData>();
  return useCallback(({ title, description, tone = "inert", undo }) => {
    const id = add({
      title,
      description,
      data: { tone },
      priority: tone === "critical" || tone === "fault" ? "high" : "low",
      actionProps: undo === undefined ? undefined : { children: "Undo", onClick: () => { undo(); close(id); } },
    });
  }, [add, close]);
}

const SIGNS = { positive: "pass", caution: "partial", critical: "fail", info: "review", fault: "error", inert: "tick" } as const;

function ToastList() {
  const { toasts } = Toast.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const tone = toast.data?.tone ?? "inert";
    return (
      <Toast.Root key={toast.id} toast={toast} className="layer toast" swipeDirection={["right", "down"]}>
        <Toast.Content className="flex items-start gap-2">
          <span className="mt-0.5"><Glyph name={SIGNS[tone]} tone={tone} /></span>
          <div className="min-w-0 flex-1">
            <Toast.Title className="font-medium" render={<p />} />
            <Toast.Description className="text-muted" />
          </div>
          <Toast.Action className="btn" />
          <Toast.Close className="icon-btn" aria-label="Dismiss"><X aria-hidden="true" /></Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}
