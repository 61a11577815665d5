import type { Context } from "#lib/platform/context.ts";
import type { Progress } from "#lib/platform/job.ts";
import { notePacketProgress } from "./note-packet-progress.ts";
import type { OpenBytes, PacketContent } from "./packet-content.ts";
import { shareOf, type PacketStep } from "./packet-steps.ts";

/** Often enough for the eye, seldom enough for the database. */
const EVERY_MS = 1_000;

export type StepReporter = {
  begin(step: PacketStep): Promise<void>;
  /** The same bytes; counted against the step's total. */
  counted(step: PacketStep, bytes: AsyncIterable<Uint8Array>, total: number): AsyncGenerator<Uint8Array>;
  /** The same content; reading its sources for the first time is the step `read`, and what follows is `report`. */
  watched(content: PacketContent): Promise<PacketContent>;
};

/** Reports the steps of one packet to its record and to its job: both are signs of life. */
export function openProgress(context: Context, packetId: string, progress: Progress): StepReporter {
  let last = -Infinity;
  const report = async (step: PacketStep, share: number): Promise<void> => {
    const whole = shareOf(step, share);
    await notePacketProgress(context, { packetId, step, progress: whole });
    await progress(step, whole);
    last = performance.now();
  };
  const nowAndThen = async (step: PacketStep, share: number): Promise<void> => {
    if (performance.now() - last >= EVERY_MS) await report(step, share);
  };
  const begin = (step: PacketStep): Promise<void> => report(step, 0);
  return {
    begin,
    async *counted(step, bytes, total) {
      let done = 0;
      for await (const chunk of bytes) {
        done += chunk.length;
        yield chunk;
        await nowAndThen(step, done / Math.max(1, total));
      }
    },
    async watched(content) {
      const sources = content.evidence.length + content.segments.length;
      await begin(sources === 0 ? "report" : "read");
      const read = new Set<string>();
      const first = (key: string, open: OpenBytes): OpenBytes => async function* () {
        yield* open();
        if (read.has(key)) return;
        read.add(key);
        if (read.size === sources) await begin("report");
        else await nowAndThen("read", read.size / sources);
      };
      return {
        ...content,
        evidence: content.evidence.map((item) => ({ ...item, open: first(`evidence ${item.id}`, item.open) })),
        segments: content.segments.map((item) => ({ ...item, open: first(`segment ${item.id}`, item.open) })),
      };
    },
  };
}
