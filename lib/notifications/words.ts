import type { NotificationFacts, NotificationKind, SubjectKind } from "./kinds.ts";

export type NotificationWords = { sentence: string; detail: string };

/** A notification in words: one sentence, and what it is about. The same in the inbox and in mails. */
export function notificationWords(kind: NotificationKind, facts: NotificationFacts, timeZone: string): NotificationWords {
  const words = wordsOf(kind, facts, timeZone);
  return facts.for === undefined ? words : { ...words, detail: `${words.detail}; you stand in for ${facts.for}` };
}

function wordsOf(kind: NotificationKind, facts: NotificationFacts, timeZone: string): NotificationWords {
  const { code = "", title, by = "Somebody", reason = "", count = 1 } = facts;
  const named = code === "" ? title : `${code} ${title}`;
  if (isOfRecords(kind)) return recordWords(kind, facts, by, named, reason);
  switch (kind) {
    case "control_assigned":
      return { sentence: count === 1 ? `${by} named you as the owner of a control` : `${by} named you as the owner of ${count} controls`, detail: count === 1 ? named : `the first is ${named}` };
    case "evidence_assigned":
      return { sentence: `${by} gave you an evidence request`, detail: named };
    case "evidence_due":
      return { sentence: `Fresh evidence is due by ${dayText(facts.day)}`, detail: named };
    case "evidence_overdue":
      return { sentence: `Evidence is overdue since ${dayText(facts.day)}`, detail: named };
    case "evidence_returned":
      return { sentence: `${by} returned your evidence`, detail: reason === "" ? named : `${named}: ${reason}` };
    case "review_waiting":
      return { sentence: `${by} submitted evidence that waits for review`, detail: named };
    case "alert_raised":
      return { sentence: count === 1 ? `An alert of ${reason} severity was raised` : `${count} alerts of high or critical severity were raised`, detail: count === 1 ? named : `the first is ${named}` };
    case "incident_assigned":
      return { sentence: `${by} gave you an incident`, detail: named };
    case "incident_time_limit":
      return { sentence: `The time to resolve an incident ends on ${instantText(facts.at, timeZone)}`, detail: named };
    case "mentioned":
      return { sentence: `${by} mentioned you`, detail: named };
    case "packet_ready":
      return { sentence: "A packet is ready", detail: named };
    case "packet_failed":
      return { sentence: "A packet could not be made", detail: reason === "" ? named : `${named}: ${reason}` };
    case "engagement_opened":
      return { sentence: `${by} let you into an engagement`, detail: named };
    case "standing_in":
      return reason === "away"
        ? { sentence: `You are marked as away until ${dayText(facts.day)}`, detail: `${by} stands in for you` }
        : { sentence: `You stand in for ${title} until ${dayText(facts.day)}`, detail: `from ${instantText(facts.at, timeZone)} on, what falls to ${title} comes to you` };
    case "work_delegated":
      return { sentence: count === 1 ? `${by} gave you a task until ${dayText(facts.day)}` : `${by} gave you ${count} tasks until ${dayText(facts.day)}`, detail: count === 1 ? named : `the first is ${named}` };
    case "delegation_ended":
      return { sentence: title === "" ? `${by} ended an absence` : `${by} ended a delegation`, detail: title === "" ? "what falls to each comes to themselves again" : count === 1 ? named : `${count} tasks; the first is ${named}` };
    case "stand_in_missing":
      return { sentence: `${title} cannot stand in for you`, detail: "What you gave them is yours until they are back or you choose somebody else" };
    case "placeholder_joined":
      return { sentence: `${title} joined, and owns what was kept for them`, detail: code };
    case "second_factor_due":
      return { sentence: `From ${dayText(facts.day)} on, a second factor is demanded of you`, detail: `Set one up under your account, or ${title} stays closed to you` };
    case "api_key_ending":
      return { sentence: `An API key ends on ${dayText(facts.day)}`, detail: `${title}: make another one, and replace it where it is used` };
    case "api_key_stopped":
      return { sentence: `An API key stopped, because ${by} may make none any more`, detail: `${title}: make another one, and replace it where it is used` };
    case "connection_attention":
    case "alerts_waiting":
      return { sentence: kind === "alerts_waiting" ? "A connection brings more alerts than enter the queue within an hour" : "A connection collects nothing until somebody sees to it", detail: reason === "" ? named : `${named}: ${reason}` };
    case "rule_waiting":
      return { sentence: count === 1 ? `${by} proposes a detection rule` : `${by} proposes ${count} texts of detection rules`, detail: count === 1 ? named : `the first is ${named}` };
    case "rule_quarantined":
      return { sentence: "A detection rule was quarantined and raises nothing", detail: reason === "" ? title : `${title}: ${reason}` };
    case "deletion_asked":
      return { sentence: `${by} asked for the organization to be deleted`, detail: facts.day === undefined ? title : `${title}, on ${dayText(facts.day)}` };
  }
}

/** Kinds about controls that are performed or changed, and about findings. */
type RecordKind = FindingKind | Extract<NotificationKind, `occurrence_${string}` | `draft_${string}`>;

function isOfRecords(kind: NotificationKind): kind is RecordKind {
  return /^(occurrence|draft|finding)_/u.test(kind) || kind === "acceptance_ending";
}

function recordWords(kind: RecordKind, facts: NotificationFacts, by: string, named: string, reason: string): NotificationWords {
  const because = reason === "" ? named : `${named}: ${reason}`;
  switch (kind) {
    case "occurrence_due":
      return { sentence: `A control is to be performed by ${dayText(facts.day)}`, detail: named };
    case "occurrence_overdue":
      return { sentence: `A control was to be performed by ${dayText(facts.day)}`, detail: named };
    case "occurrence_returned":
      return { sentence: `${by} returned what you performed`, detail: because };
    case "occurrence_waiting":
      return { sentence: `${by} performed a control that waits for review`, detail: named };
    case "draft_waiting":
      return { sentence: `${by} proposes to change a control`, detail: named };
    case "draft_approved":
      return { sentence: `${by} approved your draft`, detail: named };
    case "draft_returned":
      return { sentence: `${by} returned your draft`, detail: because };
    default:
      return { sentence: findingSentence(kind, by, dayText(facts.day)), detail: because };
  }
}

type FindingKind = Extract<NotificationKind, `finding_${string}` | "acceptance_ending">;

function findingSentence(kind: FindingKind, by: string, day: string): string {
  switch (kind) {
    case "finding_assigned":
      return `${by} gave you a finding to remedy by ${day}`;
    case "finding_due":
      return `A finding is to be remedied by ${day}`;
    case "finding_overdue":
      return `A finding was to be remedied by ${day}`;
    case "finding_returned":
      return `${by} returned what you remedied`;
    case "finding_reopened":
      return `${by} opened a finding of yours again`;
    case "finding_settled":
      return `${by} settled a finding of yours`;
    case "finding_waiting":
      return `${by} remedied a finding that waits to be verified`;
    case "acceptance_ending":
      return `An accepted risk ends after ${day}`;
  }
}

/** Where a notification leads, below the address of the organization or of the reader's engagement; from "/" where it is neither. */
export function notificationPlace(subject: SubjectKind, subjectId: string, facts: NotificationFacts, engagementId: string | null): string {
  const page = recordPage(subject, subjectId, facts, engagementId);
  return facts.comment === undefined ? page : `${page}#${facts.comment}`;
}

function recordPage(subject: SubjectKind, subjectId: string, facts: NotificationFacts, engagementId: string | null): string {
  switch (subject) {
    case "evidence_request":
    case "control":
      return `controls/${facts.code ?? ""}`;
    case "draft":
      return `controls/drafts/${subjectId}`;
    case "occurrence":
      return `controls/${facts.code ?? ""}/occurrences/${subjectId.slice(subjectId.lastIndexOf(":") + 1)}`;
    case "evidence":
      return `evidence/${subjectId}`;
    case "alert":
      return `alerts?alert=${subjectId}`;
    case "finding":
      return `findings/${subjectId}`;
    case "incident":
      return `incidents/${subjectId}`;
    case "packet":
      return `packets/${subjectId}`;
    case "engagement":
      return engagementId === null ? `engagements/${subjectId}` : "";
    case "member":
      return `people/${subjectId}`;
    case "account":
      return "/account/second-factor";
    case "api_key":
      return "settings/api-keys";
    case "connection":
      return `connections?connection=${subjectId}`;
    case "rule_text":
      return (facts.count ?? 1) > 1 ? "rules/texts" : `rules/texts/${subjectId}`;
    case "rule":
      return `rules/${encodeURIComponent(facts.code ?? "")}`;
    case "delegation":
      return "my-work";
    case "organization":
      return "settings/data";
  }
}

function dayText(day: string | undefined): string {
  return day === undefined ? "a day that is not known" : new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

function instantText(at: string | undefined, timeZone: string): string {
  if (at === undefined) return "a day that is not known";
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone, timeZoneName: "short" }).format(new Date(at));
}
