import type { PacketAlert, PacketContent, PacketEvidence, PacketFinding, PacketIncident, PacketOmission, PacketSegment } from "./packet-content.ts";
import type { ReadSource } from "./packet-sources.ts";
import type { MeasuredPopulation } from "./population-files.ts";
import type { SettledRequest } from "./settle-requests.ts";

/** A packet whose sources were all read once: what its indexes, its README and its report tell of. */
export type SettledPacket = {
  content: PacketContent;
  /** Folder at the top of the ZIP, and the stem of its name. */
  rootName: string;
  requests: SettledRequest[];
  omissions: PacketOmission[];
  evidence: ReadSource<PacketEvidence>[];
  segments: ReadSource<PacketSegment>[];
  alerts: MeasuredPopulation<PacketAlert>;
  incidents: MeasuredPopulation<PacketIncident>;
  findings: MeasuredPopulation<PacketFinding>;
};

/** The populations of a packet, in the order in which its indexes name them. */
export function populationsOf({ alerts, incidents, findings }: Pick<SettledPacket, "alerts" | "incidents" | "findings">): [MeasuredPopulation<PacketAlert>, MeasuredPopulation<PacketIncident>, MeasuredPopulation<PacketFinding>] {
  return [alerts, incidents, findings];
}

/** What a reader must be told first about the whole packet, in one sentence; never that it is complete when it is not. */
export function completenessStatement(packet: SettledPacket): string {
  const { requests, omissions } = packet;
  if (requests.length === 0) return "No evidence request is defined for this control; this packet proves nothing about it.";
  const unknown = requests.filter((one) => one.status === "not_yet_known" || one.status === "never_collected").length;
  if (unknown === requests.length) return "Nothing is known yet about any evidence request of this control.";
  const populations = populationsOf(packet).filter((one) => one.reconciliation.verdict !== "reconciles");
  const listings = populations.length === 0 ? "" : ` The listing of ${populations.map((one) => one.name).join(" and ")} is not proven complete.`;
  if (omissions.length > 0) return `This packet is partial: ${omissions.length} ${omissions.length === 1 ? "omission is" : "omissions are"} listed.${listings}`;
  return `Each evidence request resolves to files of this packet.${listings}`;
}
