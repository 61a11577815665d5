"use client";
import { startTransition, useCallback } from "react";
import { useToast } from "./toast.tsx";

/** What a server action answers, as far as taking it back needs it. */
type Outcome = { ok: true } | { ok: false; message: string } | { ok: null };
type Undoable = { title: string; description?: string; /** The act that takes it back, by the same road as the act itself. */ undo: () => Promise<Outcome>; undone: string };

/** Announces an act that can be taken back, and then that it was, or why it was not. */
export function useUndoToast(): (done: Undoable) => void {
  const toast = useToast();
  return useCallback(({ title, description, undo, undone }) => {
    const takeBack = async (): Promise<void> => {
      const outcome = await undo();
      if (outcome.ok === false) toast({ title: "It could not be taken back", description: outcome.message, tone: "critical" });
      else toast({ title: undone, ...(description === undefined ? {} : { description }) });
    };
    toast({ title, ...(description === undefined ? {} : { description }), tone: "positive", undo: () => startTransition(takeBack) });
  }, [toast]);
}
