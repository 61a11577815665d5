"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { checkedField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { changeFeed } from "#lib/alerts/index.ts";
import { changeSettings, collectNow, connect, pauseConnection, removeConnection, replaceCredential, resumeConnection, testConnection } from "#lib/connections/index.ts";
import { typedBelow } from "./typed-below.ts";

const connectionOf = (form: FormData) => ({ connectionId: textField(form, "connectionId") });
const collectorOf = (form: FormData) => ({ ...connectionOf(form), collector: textField(form, "collector") });

export const connectAction = formAction({
  verb: connect,
  input: (form) => ({ connector: textField(form, "connector"), name: textField(form, "name"), strategy: textField(form, "strategy"), settings: typedBelow(form, "settings"), credential: typedBelow(form, "secret") }),
  goTo: ({ id }, org) => `/${org}/connections?connection=${id}`,
});

export const testConnectionAction = formAction({ verb: testConnection, input: connectionOf, answer: ({ failed }) => ({ failed }) });

export const replaceCredentialAction = formAction({
  verb: replaceCredential,
  input: (form) => ({ ...connectionOf(form), strategy: textField(form, "strategy"), credential: typedBelow(form, "secret") }),
});

export const changeSettingsAction = formAction({ verb: changeSettings, input: (form) => ({ ...connectionOf(form), name: textField(form, "name"), settings: typedBelow(form, "settings") }) });

export const pauseAction = formAction({ verb: pauseConnection, input: connectionOf });
export const resumeAction = formAction({ verb: resumeConnection, input: connectionOf });
export const removeAction = formAction({ verb: removeConnection, input: connectionOf });

/** Whether what the connection brings of alerts enters the queue, and from which severity on. */
export const changeFeedAction = formAction({
  verb: changeFeed,
  input: (form) => ({ ...connectionOf(form), enabled: checkedField(form, "enabled"), leastSeverity: textField(form, "leastSeverity") }),
});

export const collectNowAction = formAction({
  verb: collectNow,
  input: (form) => ({ ...collectorOf(form), full: checkedField(form, "full"), since: optionalField(form, "since") }),
});
