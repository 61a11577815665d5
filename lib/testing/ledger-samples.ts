import { listCheckpoints, makeCheckpoint, readCertificate, readCheckpoint, readLedger, readPlaces, readTimeStamp, readLedgerProofs, rotateCertificate, rotateLedgerKey, runDueLedger } from "#lib/ledger/index.ts";
import { giveLedgerKey, readUnsignedHead, recordCheckpoint } from "#lib/ledger/checkpoints.ts";
import { giveCertificate, readCertificateSubject, readDocumentKey } from "#lib/ledger/document-certificate.ts";
import { givePlaces } from "#lib/ledger/give-places.ts";
import { readDuePlaces, recordPlaceOutcome } from "#lib/ledger/keep-checkpoints.ts";
import { signerOf } from "#lib/ledger/ledger-keys.ts";
import { signNote } from "#lib/ledger/note/signed-note.ts";
import { lookAgain } from "#lib/ledger/run-due-ledger.ts";
import { readSignedHeads, recordLedgerAudit } from "#lib/ledger/run-ledger-audit.ts";
import { readUncovered } from "#lib/ledger/sign-waiting.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

/** Has all that was recorded so far placed and signed. */
export async function signedLedger(world: FurnishedWorld): Promise<void> {
  await runDueLedger(world.asSystem());
  await makeCheckpoint(world.asSystem(), true);
}

/** A head that nobody has signed yet, signed. */
async function freshNote(world: FurnishedWorld): Promise<string> {
  await runDueLedger(world.asSystem());
  await world.freshEvidence();
  await givePlaces(world.asSystem(), {});
  const unsigned = await readUnsignedHead(world.asSystem(), { atOnce: true });
  if (unsigned === null) throw new Error("the ledger did not grow");
  return signNote(unsigned.text, unsigned.keys.map((key) => signerOf(world.organizationId, key)));
}

/** Size of the newest checkpoint, of which nothing is attested yet. */
async function signedSize(world: FurnishedWorld): Promise<number> {
  await world.freshEvidence();
  await signedLedger(world);
  const { checkpoints: [newest] } = await readLedger(world.as("admin"), {});
  if (newest === undefined) throw new Error("nothing was signed");
  return newest.size;
}

const someStamp = (world: FurnishedWorld) => ({ reply: "MAA=", at: world.clock.now(), serial: "01", authority: "Somebody" });

export const OF_LEDGER: readonly VerbSample[] = [
  sample(readLedger)("compliance_manager", () => ({})),
  sample(listCheckpoints)("compliance_manager", () => ({})),
  sample(readCheckpoint)("compliance_manager", async (world) => ({ size: await signedSize(world) })),
  sample(readPlaces)("compliance_manager", () => ({})),
  sample(readTimeStamp)("compliance_manager", async (world) => {
    const size = await signedSize(world);
    await recordPlaceOutcome(world.asSystem(), { place: "time_stamp", size, failure: null, stamp: someStamp(world) });
    return { size };
  }),
  sample(readCertificateSubject)("compliance_manager", () => ({})),
  sample(giveCertificate)("system", () => ({})),
  sample(rotateCertificate)("admin", () => ({})),
  sample(readDocumentKey)("system", () => ({})),
  sample(readCertificate)("compliance_manager", async (world) => giveCertificate(world.asSystem(), {})),
  sample(readDuePlaces)("system", () => ({})),
  sample(recordPlaceOutcome)("system", async (world) => ({ place: "time_stamp", size: await signedSize(world), failure: null, stamp: someStamp(world) })),
  sample(readLedgerProofs)("compliance_manager", (world) => ({ subjectId: world.evidence.inside })),
  sample(giveLedgerKey)("system", () => ({})),
  sample(rotateLedgerKey)("admin", () => ({})),
  sample(givePlaces)("system", () => ({}), { quiet: { why: "The acts that the entries are about stand in the trail.", tables: ["ledger_queue", "ledger_head", "ledger_leaf", "ledger_tile"] } }),
  sample(readUncovered)("system", (world) => ({ recordedBy: world.clock.now(), aside: world.packet.inside })),
  sample(readUnsignedHead)("system", () => ({ atOnce: true })),
  sample(recordCheckpoint)("system", async (world) => ({ note: await freshNote(world) })),
  sample(readSignedHeads)("system", () => ({})),
  sample(recordLedgerAudit)("system", (world) => ({ startedAt: world.clock.now(), size: 12, checkpoints: 2, fault: null })),
  sample(lookAgain)("system", () => ({}), { quiet: { why: "Only says when the dispatcher comes again.", tables: ["due_work"] } }),
];
