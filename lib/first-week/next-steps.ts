/** What is known when the next steps are chosen. Counts of what is missing, and the requests that would prove most. */
export type ReadinessFacts = {
  unansweredKinds: number;
  aims: number;
  controls: number;
  /** Requests that the answers of today would ask, reword or retire. */
  requestChanges: number;
  withoutOwner: number;
  placeholders: readonly { id: string; name: string; invitation: string; controls: number }[];
  /** Aims that no engagement covers. */
  withoutEngagement: readonly { frameworkKey: string; name: string; firstDay: string; lastDay: string; timeZone: string; type: string }[];
  gaps: readonly { frameworkKey: string; name: string; unmapped: number; onlyContributed: number }[];
  awaitingReview: number;
  /** Requests for which nothing is known, with how many requirements of the aims wait for them. */
  unknown: readonly { requestId: string; code: string; title: string; requirements: number }[];
};

/** One step with a place to take it. `path` lies below the organization's address. */
export type NextStep = { key: string; title: string; why: string; path: string };

/** More than this at once is a list nobody begins. */
const STEPS_SHOWN = 10;

/** The most useful steps, the first ones first: what others rest on, then people, then evidence that proves most. */
export function nextSteps(facts: ReadinessFacts): NextStep[] {
  return [...foundations(facts), ...people(facts), ...assurance(facts), ...evidence(facts)].slice(0, STEPS_SHOWN);
}

function foundations({ unansweredKinds, aims, controls, requestChanges }: ReadinessFacts): NextStep[] {
  return [
    ...when(aims === 0, { key: "frameworks", title: "Choose a framework and a period", why: "Without them nothing can be said about readiness.", path: "first-week/frameworks" }),
    ...when(controls === 0, { key: "controls", title: "Adopt or import controls", why: "Requirements are answered by controls.", path: "first-week/controls" }),
    ...when(unansweredKinds > 0, { key: "systems", title: "Say what you run", why: `${count(unansweredKinds, "kind of system is", "kinds of systems are")} not answered; evidence for ${unansweredKinds === 1 ? "it" : "them"} is asked in general words.`, path: "first-week/systems" }),
    ...when(requestChanges > 0, { key: "requests", title: "Bring evidence requests in line", why: `${count(requestChanges, "request differs", "requests differ")} from what you said that you run.`, path: "first-week/requests" }),
  ];
}

function people({ controls, withoutOwner, placeholders }: ReadinessFacts): NextStep[] {
  const uninvited = placeholders.filter(({ invitation }) => invitation !== "open");
  const [first] = uninvited;
  return [
    ...when(withoutOwner > 0, { key: "owners", title: `Name owners for ${count(withoutOwner, "control", "controls")}`, why: `${withoutOwner} of ${controls} have none, so nobody is asked for their evidence.`, path: "first-week/owners" }),
    ...(first === undefined ? [] : [{ key: "invite", title: uninvited.length === 1 ? `Invite ${first.name}` : `Invite ${first.name} and ${count(uninvited.length - 1, "other owner", "other owners")}`, why: "They own controls and cannot sign in yet.", path: "first-week/owners" }]),
  ];
}

function assurance({ withoutEngagement, gaps, awaitingReview, controls }: ReadinessFacts): NextStep[] {
  return [
    ...when(awaitingReview > 0, { key: "review", title: `Review ${count(awaitingReview, "piece of evidence", "pieces of evidence")}`, why: "It proves nothing until somebody else has accepted it.", path: "evidence/review" }),
    ...gaps.filter((one) => controls > 0 && one.unmapped + one.onlyContributed > 0).map((one) => ({
      key: `gaps ${one.frameworkKey}`, title: `Close ${count(one.unmapped + one.onlyContributed, "gap", "gaps")} in ${one.name}`,
      why: `${one.unmapped} without a control, ${one.onlyContributed} only contributed to.`, path: `frameworks/${one.frameworkKey}`,
    })),
    ...withoutEngagement.filter(() => controls > 0).map((one) => ({
      key: `engagement ${one.frameworkKey}`, title: `Open the engagement for ${one.name}`, why: "Once the audit firm is known, its auditors see what they need and nothing else.",
      path: `engagements/new?${new URLSearchParams({ framework: one.frameworkKey, type: one.type, first: one.firstDay, last: one.lastDay, zone: one.timeZone }).toString()}`,
    })),
  ];
}

function evidence({ unknown }: ReadinessFacts): NextStep[] {
  // One of each control: ten requests of the same control would be one step told ten times.
  const firsts = [...Map.groupBy(unknown, (one) => one.code).values()].flatMap((ofControl) => ofControl.slice(0, 1));
  return firsts.sort((a, b) => b.requirements - a.requirements || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)).map((one) => ({
    key: `evidence ${one.requestId}`, title: `${one.code}: ${one.title}`,
    why: one.requirements === 0 ? "Nothing has been collected for it." : `Nothing has been collected; ${count(one.requirements, "requirement waits", "requirements wait")} for this control.`,
    path: `evidence/new?request=${one.requestId}`,
  }));
}

function when(due: boolean, step: NextStep): NextStep[] {
  return due ? [step] : [];
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
