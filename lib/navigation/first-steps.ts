import type { Role } from "#prisma/generated/enums.ts";

/** Something to begin with: what, where below the frame's address, and what comes of it. */
export type FirstStep = { label: string; path: string; why: string };

const OWED: FirstStep = { label: "See what you owe", path: "my-work", why: "Everything that waits for you, with the day it is due." };
const SUBMIT: FirstStep = { label: "Submit evidence", path: "evidence/new", why: "Name the request that it answers; another person accepts it." };

/** Where each role begins, in the order that makes sense. */
export const FIRST_STEPS: Readonly<Record<Role, readonly FirstStep[]>> = {
  admin: [
    { label: "Add controls from the library", path: "controls/library", why: "Controls say what you do; each brings the evidence that auditors ask for." },
    { label: "Invite people", path: "people/invite", why: "Control owners hand in evidence, analysts judge alerts." },
    { label: "Look at settings", path: "settings", why: "Time zone, deadlines, and whether a second factor is demanded." },
  ],
  compliance_manager: [
    { label: "Look at the overview", path: "overview", why: "What is proven, what is late, and who must act." },
    { label: "Review evidence", path: "evidence/review", why: "Accepted evidence counts for its period; a rejection says what is missing." },
    { label: "Open an engagement", path: "engagements/new", why: "One audit: its auditors see its controls within its period." },
    { label: "Make a packet", path: "packets/new", why: "A sealed report of one control and period, which anyone can verify." },
  ],
  security_analyst: [
    { label: "Import logs", path: "logs/new", why: "They are read by the rules and kept unchanged." },
    { label: "Judge alerts", path: "alerts", why: "Each needs a verdict with its reason before its deadline." },
    { label: "Follow incidents", path: "incidents", why: "Contained, resolved with a cause, closed by somebody else." },
  ],
  control_owner: [OWED, SUBMIT, { label: "Read your controls", path: "controls", why: "What is expected, what proves it, and until when." }],
  employee: [OWED],
  auditor: [
    { label: "Read the controls", path: "controls", why: "Those of your engagement, with the evidence of its period." },
    { label: "Look through the evidence", path: "evidence", why: "What was accepted, with its sources and their hashes." },
    { label: "Download packets", path: "packets", why: "Sealed reports; check them with tools that are not ours." },
  ],
};
