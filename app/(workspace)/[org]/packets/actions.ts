"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { numberField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { changeSchedule, pauseSchedule, requestPacket, resolvePeople, resumeSchedule, schedulePacket, sendPacket } from "#lib/packets/index.ts";
import { recipientLines } from "./recipient-lines.ts";

/** Asks for a packet and leads to it. Which days are meant follows from `period`. */
export const requestPacketAction = formAction({
  verb: requestPacket,
  input: (form) => ({ controlId: textField(form, "controlId"), engagementId: optionalField(form, "engagementId"), people: optionalField(form, "people"), ...daysOf(form) }),
  goTo: ({ id }, org) => `/${org}/packets/${id}`,
});

function daysOf(form: FormData): { firstDay?: string; lastDay?: string; timeZone?: string } {
  switch (textField(form, "period")) {
    case "engagement":
      return {};
    case "last_month":
      return { firstDay: optionalField(form, "lastMonthFirst"), lastDay: optionalField(form, "lastMonthLast"), timeZone: zoneOf(form) };
    default:
      return { firstDay: optionalField(form, "firstDay"), lastDay: optionalField(form, "lastDay"), timeZone: zoneOf(form) };
  }
}

/** An engagement has its own zone; without one it is the organization's. */
function zoneOf(form: FormData): string | undefined {
  return optionalField(form, "engagementId") === undefined ? optionalField(form, "timeZone") : undefined;
}

export const sendPacketAction = formAction({
  verb: sendPacket,
  input: (form) => ({ packetId: textField(form, "packetId"), recipients: recipientLines(textField(form, "recipients")) }),
  answer: (sent) => sent,
});

const planOf = (form: FormData) => ({
  engagementId: optionalField(form, "engagementId"),
  frequency: textField(form, "frequency"),
  timeZone: textField(form, "timeZone"),
  hour: numberField(form, "hour"),
  people: optionalField(form, "people"),
  recipients: recipientLines(textField(form, "recipients")),
});

export const resolvePeopleAction = formAction({ verb: resolvePeople, input: (form) => ({ packetId: textField(form, "packetId") }), answer: (people) => people });

const toSchedules = (_: unknown, org: string): string => `/${org}/packets/schedules`;

export const schedulePacketAction = formAction({ verb: schedulePacket, input: (form) => ({ controlId: textField(form, "controlId"), ...planOf(form) }), goTo: toSchedules });

export const changeScheduleAction = formAction({ verb: changeSchedule, input: (form) => ({ scheduleId: textField(form, "scheduleId"), ...planOf(form) }), goTo: toSchedules });

export const pauseScheduleAction = formAction({ verb: pauseSchedule, input: (form) => ({ scheduleId: textField(form, "scheduleId") }) });

export const resumeScheduleAction = formAction({ verb: resumeSchedule, input: (form) => ({ scheduleId: textField(form, "scheduleId") }) });
