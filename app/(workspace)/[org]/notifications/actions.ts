"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import { markAllRead, markNotifications } from "#lib/notifications/index.ts";

/** Marks the selected ones; the button that was pressed says which way. */
export const markNotificationsAction = formAction({
  verb: markNotifications,
  input: (form) => ({ ids: listField(form, "selected"), read: textField(form, "as") !== "unread" }),
});

export const markAllReadAction = formAction({
  verb: markAllRead,
  input: (form) => ({ newest: textField(form, "newest") }),
});
