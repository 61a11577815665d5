import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { image_id: id, state }, region, createdAt }, { pass, fail, error, notApplicable, rows, now, parameters }) => {
  if (typeof id !== "string") return error("Which image it is is not known.");
  const running = rows("resource").filter((one) => one.type === "aws.ec2.instance" && one.region === region && one.attributes.image === id && one.attributes.state === "running").length;
  if (running === 0) return notApplicable("No running machine was made of it.");
  const made = running === 1 ? "1 running machine was made of it" : `${running} running machines were made of it`;
  if (state === "not_shown") return error(`AWS shows it no more: how old it is is not known, and ${made}.`);
  if (createdAt === null) return error(`How old it is is not known, and ${made}.`);
  const days = Math.floor((now.getTime() - Date.parse(createdAt)) / 86_400_000);
  return days <= (parameters.days ?? 0) ? pass(`It is ${days} days old; ${made}.`) : fail(`It is ${days} days old, and ${made}.`);
};
