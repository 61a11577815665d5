import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { state, own, public: open } }, { pass, fail, error, notApplicable }) => {
  if (state === "not_shown") return error("AWS shows it no more: whose it is, and who may use it, is not known.");
  if (typeof own !== "boolean") return error("Whose it is is not known.");
  if (!own) return notApplicable("It is another account’s.");
  if (typeof open !== "boolean") return error("Who may use it is not known.");
  return open ? fail("Everybody may start machines of it.") : pass("It is not public. With which single accounts it is shared is not looked at.");
};
