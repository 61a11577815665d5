import { z } from "zod";
import { defineVerb, idInput, lineInput, webAddressInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { deleteTicket, findTicket, insertTicket, ticketsOf } from "./finding-parts.repository.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingToRemedy, recordStep } from "./record-step.ts";
import { UNSETTLED_STATUSES } from "./words.ts";

/** Web addresses only: a link is opened by a click, and `javascript:` would run in the reader's session. */
/** Links the ticket that a finding has in somebody's tracker. @throws AppError not_found; forbidden; limit_exceeded; precondition_failed once it is settled */
export const linkTicket = defineVerb({
  name: "findings.link_ticket",
  permission: "findings.remediate",
  effect: "write",
  input: z.strictObject({ findingId: idInput, title: lineInput(FINDING_LIMITS.title), url: webAddressInput }),
  async run(args) {
    const { tx, context: { organizationId, actor }, now, input: { findingId, title, url } } = args;
    const finding = await findingToRemedy(args, findingId, UNSETTLED_STATUSES, "given a ticket");
    if ((await ticketsOf(tx, organizationId, finding.id)).length >= FINDING_LIMITS.tickets) {
      throw new AppError("limit_exceeded", "too_many_tickets", `A finding has at most ${FINDING_LIMITS.tickets} tickets; nothing was changed.`);
    }
    if (!(await insertTicket(tx, organizationId, { findingId: finding.id, title, url, addedAt: now, addedBy: actorId(actor) }))) return args.unchanged();
    await recordStep(args, finding, { kind: "ticket_linked", text: title, changes: { title, url } });
  },
});

/** Takes a ticket's address away; that it was there stays in the history. @throws AppError not_found; forbidden; precondition_failed once it is settled */
export const removeTicket = defineVerb({
  name: "findings.remove_ticket",
  permission: "findings.remediate",
  effect: "write",
  input: z.strictObject({ ticketId: idInput }),
  async run(args) {
    const { tx, context: { organizationId } } = args;
    const ticket = await findTicket(tx, organizationId, args.input.ticketId);
    if (ticket === null) throw notFound("ticket");
    const finding = await findingToRemedy(args, ticket.findingId, UNSETTLED_STATUSES, "changed");
    if (!(await deleteTicket(tx, organizationId, ticket.id))) return args.unchanged();
    await recordStep(args, finding, { kind: "ticket_removed", text: ticket.title, changes: { title: ticket.title, url: ticket.url } });
  },
});
