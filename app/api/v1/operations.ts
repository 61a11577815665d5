import type { z } from "zod";
import type { ApiScope } from "#lib/api-keys/client.ts";
import { controlsAnswer, evidenceListAnswer, requestsAnswer, submittedAnswer } from "./answers.ts";
import { controlsQuery, evidenceQuery, requestsQuery, submitQuery } from "./queries.ts";

/** One thing that the API does. */
export type Operation = {
  method: "get" | "post";
  path: string;
  id: string;
  scope: ApiScope;
  summary: string;
  about: string;
  query: z.ZodObject;
  /** Whether a file is its body, and it may be sent again under one name. */
  takesFile: boolean;
  answer: { name: string; about: string; schema: z.ZodType };
};

/** Everything that the API does: what its description, the page of keys and the tests go by. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: "get", path: "/controls", id: "listControls", scope: "controls.read", summary: "Controls with their status now", about: "In the order of codes.",
    query: controlsQuery, takesFile: false, answer: { name: "Controls", about: "A page of controls.", schema: controlsAnswer },
  },
  {
    method: "get", path: "/evidence-requests", id: "listEvidenceRequests", scope: "controls.read", summary: "Evidence requests with their status now", about: "By control, in its order.",
    query: requestsQuery, takesFile: false, answer: { name: "EvidenceRequests", about: "A page of evidence requests.", schema: requestsAnswer },
  },
  {
    method: "get", path: "/evidence", id: "listEvidence", scope: "evidence.read", summary: "Evidence", about: "The newest collected first. Files are not given out.",
    query: evidenceQuery, takesFile: false, answer: { name: "EvidenceList", about: "A page of evidence.", schema: evidenceListAnswer },
  },
  {
    method: "post", path: "/evidence", id: "submitEvidence", scope: "evidence.submit", summary: "Hand in a file as evidence",
    about: "The body is the file, at most 2 GiB, with its Content-Length and Content-Type. People review it like any other; who made the key may not.",
    query: submitQuery, takesFile: true, answer: { name: "Submitted", about: "It waits for review.", schema: submittedAnswer },
  },
];
