import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { image_id: id, state, own, owner, owner_name: by }, region }, { pass, fail, error, notApplicable, rows }) => {
  if (typeof id !== "string") return error("Which image it is is not known.");
  const running = rows("resource").filter((one) => one.type === "aws.ec2.instance" && one.region === region && one.attributes.image === id && one.attributes.state === "running").length;
  if (running === 0) return notApplicable("No running machine was made of it.");
  const made = running === 1 ? "1 running machine was made of it" : `${running} running machines were made of it`;
  if (state === "not_shown") return error(`AWS shows it no more: whose it is is not known, and ${made}.`);
  if (typeof own !== "boolean") return error(`Whose it is is not known, and ${made}.`);
  if (own) return pass(`It is the account’s own; ${made}.`);
  return by === "amazon" ? pass(`It is Amazon’s; ${made}.`) : fail(`It is of account ${String(owner)}${typeof by === "string" ? ` (${by})` : ""}, and ${made}.`);
};
