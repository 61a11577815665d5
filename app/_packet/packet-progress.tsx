"use client";
import { useEffect, useState } from "react";
import { useRouter } from "next/navigation";
import { Banner } from "#app/_ui/banner.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Meter } from "#app/_ui/meter.tsx";
import { PACKET_STEPS } from "#lib/packets/client.ts";
import { stepWords } from "./packet-status.ts";

type Standing = { status: "queued" | "running" | "sealed" | "failed"; step: string; progress: number; error: string | null };

const ASK_EVERY_MS = 1_000;

/** Where the making of a packet stands; asks every second, and draws the page anew once it is over. */
export function PacketProgress({ url, initial }: { url: string; initial: Standing }) {
  const router = useRouter();
  const [standing, setStanding] = useState(initial);
  const [lost, setLost] = useState(false);
  const over = standing.status === "sealed" || standing.status === "failed";
  useEffect(() => {
    if (over) {
      router.refresh();
      return undefined;
    }
    const controller = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const answer = await fetch(url, { signal: controller.signal, cache: "no-store" });
        if (!answer.ok) throw new Error(`answered ${answer.status}`);
        setStanding((await answer.json()) as Standing);
        setLost(false);
      } catch (error) {
        if (controller.signal.aborted) return;
        setLost(error instanceof Error);
      }
    };
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [over, router, url]);
  const current = PACKET_STEPS.findIndex((step) => step.name === standing.step);
  return (
    <div className="grid max-w-[560px] gap-4">
      <p role="status">{standing.status === "queued" ? "Waiting to start." : over ? "Done; the page is being drawn." : `${stepWords(standing.step)}, ${Math.floor(standing.progress * 100)} %.`} You may leave: it goes on without you.</p>
      <Meter label="Share of the work that is done" value={standing.progress} max={1} />
      <ol className="grid gap-1.5">
        {PACKET_STEPS.map((step, index) => {
          const done = index < current || over;
          return (
            <li key={step.name} aria-current={index === current ? "step" : undefined} className={`flex items-center gap-2 ${done || index === current ? "" : "text-muted"}`}>
              <Glyph name={done ? "tick" : index === current ? "half" : "never"} tone="inert" />
              <span>{step.words}</span>
              <span className="sr-only">{done ? ", done" : index === current ? ", under way" : ", to come"}</span>
            </li>
          );
        })}
      </ol>
      {lost ? <Banner tone="fault" title="The server does not answer.">The packet goes on being made; this page asks again every second.</Banner> : null}
    </div>
  );
}
