"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { checkedField, listField, optionalField, textField } from "#app/_edge/form-fields.ts";
import {
  addDomain, checkProvider, connectProvider, disconnectProvider, enforceProvider, proveDomain, removeDomain, setProviderRules,
} from "#lib/providers/index.ts";
import { roleRulesOf } from "./role-rules.ts";

export const connectProviderAction = formAction({
  verb: connectProvider,
  input: (form) => ({ issuer: textField(form, "issuer"), clientId: textField(form, "clientId"), clientSecret: optionalField(form, "clientSecret") }),
});

/** Fetches the provider's description again; the answer is what is wrong with it. */
export const checkProviderAction = formAction({
  verb: checkProvider,
  input: (form) => ({ issuer: textField(form, "issuer") }),
  answer: (problem) => ({ problem }),
});

export const setProviderRulesAction = formAction({
  verb: setProviderRules,
  input: (form) => ({
    roleClaim: textField(form, "roleClaim"),
    roles: roleRulesOf(form),
    fallbackRole: textField(form, "fallbackRole"),
    newMembers: checkedField(form, "newMembers"),
    trustUnstatedMail: checkedField(form, "trustUnstatedMail"),
  }),
});

export const enforceProviderAction = formAction({
  verb: enforceProvider,
  input: (form) => ({ enforced: textField(form, "enforced") === "yes", exemptMemberIds: listField(form, "exemptMemberIds") }),
});

export const disconnectProviderAction = formAction({ verb: disconnectProvider, input: () => ({}) });

export const addDomainAction = formAction({ verb: addDomain, input: (form) => ({ domain: textField(form, "domain") }) });

export const proveDomainAction = formAction({ verb: proveDomain, input: (form) => ({ domain: textField(form, "domain") }) });

export const removeDomainAction = formAction({ verb: removeDomain, input: (form) => ({ domain: textField(form, "domain") }) });
